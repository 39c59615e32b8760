//! The five kinds of cases: what each does with the client or the server, and what it compares.

mod malformed;
mod request;
mod response;

pub use malformed::malformed;
pub use request::{client_request, server_request};
pub(crate) use response::requests;
pub use response::{client_response, server_response};

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request};

use crate::Misfit;
use crate::cases::Case;
use crate::compare::Mismatch;

/// The request of a case, as a server gets it.
///
/// # Errors
///
/// What cannot be a part of a request.
pub fn request_of(case: &Case) -> Result<Request<Bytes>, Mismatch> {
    let query = case.query_params.join("&");
    let uri = if query.is_empty() {
        case.uri.clone()
    } else {
        format!("{}?{query}", case.uri)
    };
    let host = case
        .resolved_host
        .as_ref()
        .or(case.host.as_ref())
        .map_or("localhost", String::as_str);
    let mut builder = Request::builder()
        .method(case.method.as_str())
        .uri(uri)
        .header(http::header::HOST, host);
    for (name, value) in &case.headers {
        builder = builder.header(name, value);
    }
    let body = Bytes::from(case.body.clone().unwrap_or_default());
    let mut request = builder.body(body).map_err(|error| unusable(&error))?;
    crate::transport::add_length(&mut request);
    Ok(request)
}

/// The headers of a case.
fn headers_of(case: &Case) -> impl Iterator<Item = Result<(HeaderName, HeaderValue), Mismatch>> {
    case.headers.iter().map(|(name, value)| {
        let name = HeaderName::try_from(name).map_err(|error| unusable(&error))?;
        Ok((
            name,
            HeaderValue::try_from(value).map_err(|error| unusable(&error))?,
        ))
    })
}

fn unusable(error: &dyn std::error::Error) -> Mismatch {
    Mismatch::new("case", "a message of HTTP", error.to_string())
}

impl From<Misfit> for Mismatch {
    fn from(misfit: Misfit) -> Self {
        Self::new(
            "case",
            "params of the type that the model says",
            misfit.to_string(),
        )
    }
}
