//! Credentials of the query, which no member of the input gets to see.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use http::Request;
use lockstep_core::operation::{
    ApiKeyPlace, AuthScheme, Operation, OperationSpec, ServerOperation, ServiceSpec,
};
use lockstep_core::{http as wire, text};
use lockstep_server::Service;
use lockstep_sigv4::{Credentials, PayloadHash};

use crate::client::{Client, parts};
use crate::support::*;
use crate::vault::{SIGV4, VAULT, authentication};

/// `GET /list`, whose input is a map of all parameters (`@httpQueryParams`); the answer shows it.
struct List;

const IN_QUERY: AuthScheme = AuthScheme::ApiKey(ApiKeyPlace::Query { name: "api key" });

impl Operation for List {
    type Input = BTreeMap<String, String>;
    type Output = FillBoxResponse;
    type Error = FillBoxError;
    const SPEC: &'static OperationSpec = &OperationSpec {
        name: "List",
        method: "GET",
        uri: "/list",
        auth: Some(&[SIGV4, IN_QUERY, AuthScheme::Anonymous]),
        response_body: FillBox::SPEC.response_body,
        ..OperationSpec::PLAIN
    };
    const SERVICE: &'static ServiceSpec = &VAULT;
}

impl ServerOperation for List {
    fn read_input(from: &mut wire::RequestReader<'_>) -> Option<BTreeMap<String, String>> {
        from.required_query_params("Parameters", &[], |r| {
            r.map(text::Reader::string, text::Reader::string)
        })
    }

    fn write_output(output: &FillBoxResponse, to: &mut wire::ResponseWriter) {
        FillBox::write_output(output, to);
    }
}

/// What the handler sees of the request's query.
async fn seen(request: Request<Body>) -> String {
    let service = Service::new(&VAULT)
        .authentication(authentication())
        .operation(List, &Arc::new(()), |_, context, input| async move {
            Ok(FillBoxResponse {
                text: format!(
                    "{} {input:?}",
                    context.identity().principal().unwrap_or("-")
                ),
            })
        });
    let answer = send(service, request).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    body["Text"].as_str().unwrap().to_owned()
}

fn get(query: &str) -> http::request::Builder {
    Request::get(format!("/list{query}")).header("host", "vault.example")
}

#[tokio::test]
async fn a_presigned_request_keeps_its_own_parameters_alone() {
    for client in [
        Client::new(),
        Client::of(Credentials::new("ASIATEMPORARY", "fleeting").with_session_token("the/token")),
    ] {
        let id = client.credentials.access_key_id().to_owned();
        for (query, left) in [
            ("", "{}"),
            ("?b=2&a=1", r#"{"a": "1", "b": "2"}"#),
            ("?X-Amz-Target=t&x=", r#"{"X-Amz-Target": "t", "x": ""}"#),
        ] {
            let head = parts(get(query));
            let request = client.presigned(head, PayloadHash::of(b""), "", 60);
            assert!(request.uri().query().unwrap().contains("X-Amz-Signature"));
            assert_eq!(seen(request).await, format!("{id} {left}"));
        }
    }
}

#[tokio::test]
async fn a_signature_in_the_header_leaves_the_query_alone() {
    let head = parts(get("?X-Amz-Date=today&api%20key=d%20key"));
    let request = Client::new().sign(head, PayloadHash::of(b""), "");
    let left = r#"AKIDEXAMPLE {"X-Amz-Date": "today", "api key": "d key"}"#;
    assert_eq!(seen(request).await, left);
}

#[tokio::test]
async fn an_api_key_is_no_parameter() {
    for (query, left) in [
        ("?api%20key=d%20key", "{}"),
        ("?a=1&api%20key=d%20key&b=2", r#"{"a": "1", "b": "2"}"#),
        ("?%61pi%20key=d%20key&&api=1", r#"{"api": "1"}"#),
    ] {
        let request = get(query).body(Body::empty()).unwrap();
        assert_eq!(seen(request).await, format!("dave {left}"));
    }
    let anonymous = get("?api=1&X-Amz-Date=2").body(Body::empty()).unwrap();
    let left = r#"- {"X-Amz-Date": "2", "api": "1"}"#;
    assert_eq!(seen(anonymous).await, left);
}
