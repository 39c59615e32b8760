//! A typed fake of two operations of AWS Lambda; the other 65 answer 501.
//!
//! `cargo xtask interop` generates the crates from Lambda's own model, where that is at hand, with `partial-server = true`,
//! builds this program on them and drives it with boto3.

use std::io::{self, Write};

use lambda_server::auth::{AccessKey, AccessKeyMap, Authentication};
use lambda_server::types::{
    FunctionConfiguration, InvocationRequest, InvocationResponse, InvokeError, ListFunctionsError,
    ListFunctionsRequest, ListFunctionsResponse, ResourceNotFoundException,
};
use lambda_server::{Lambda, RequestContext};
use tokio::net::TcpListener;

/// The functions that there are, in two pages.
const FUNCTIONS: [&str; 2] = ["echo", "greet"];

struct Fake;

impl Lambda for Fake {
    async fn list_functions(
        &self,
        _: RequestContext,
        input: ListFunctionsRequest,
    ) -> Result<ListFunctionsResponse, ListFunctionsError> {
        let (name, next) = match input.marker.as_deref() {
            None => (FUNCTIONS[0], Some("second".to_owned())),
            Some(_) => (FUNCTIONS[1], None),
        };
        let function = FunctionConfiguration {
            function_name: Some(name.to_owned()),
            memory_size: Some(128),
            ..FunctionConfiguration::default()
        };
        Ok(ListFunctionsResponse {
            functions: Some(vec![function]),
            next_marker: next,
        })
    }

    async fn invoke(
        &self,
        _: RequestContext,
        input: InvocationRequest,
    ) -> Result<InvocationResponse, InvokeError> {
        if input.function_name != "echo" {
            let missing = format!("there is no function {}", input.function_name);
            return Err(ResourceNotFoundException::new(missing).into());
        }
        Ok(InvocationResponse {
            status_code: 200,
            executed_version: Some("7".to_owned()),
            payload: input.payload,
            ..InvocationResponse::default()
        })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    writeln!(
        io::stdout(),
        "listening on http://{}",
        listener.local_addr()?
    )?;
    let keys = AccessKeyMap::from_iter([AccessKey::new("AKIDEXAMPLE", "secret")]);
    let service =
        lambda_server::service(Fake).authentication(Authentication::new().sigv4("us-east-1", keys));
    axum::serve(listener, service.into_router()).await
}
