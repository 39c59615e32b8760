//! The rules of restJson1, one by one: what is refused, and what the forms of bodies are.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request};
use lockstep_core::{
    Blob, Body, Rejection, Violation,
    http::{
        RequestParts, RequestReader, RequestWriter, ResponseReader, ResponseWriter,
        accept_is_satisfied, content_type_is_accepted, error_response, uri,
    },
    json,
    operation::{BodyKind, ErrorSpec, FieldList, OperationSpec, ServiceSpec},
    text,
};

mod bodies;
mod errors;
mod fields;
mod places;

const fn spec(request_body: BodyKind, response_body: BodyKind) -> OperationSpec {
    OperationSpec {
        name: "Rule",
        method: "POST",
        uri: "/rule",
        query: &[("fixed", Some("1"))],
        request_body,
        response_body,
        ..OperationSpec::PLAIN
    }
}

static JSON: OperationSpec = spec(BodyKind::Json, BodyKind::Json);
static EMPTY: OperationSpec = spec(BodyKind::Empty, BodyKind::Empty);
static BYTES: OperationSpec = spec(
    BodyKind::Blob("application/octet-stream"),
    BodyKind::Blob("application/octet-stream"),
);
static TEXT: OperationSpec = spec(BodyKind::Text("text/plain"), BodyKind::Text("text/plain"));
static LABELS: OperationSpec = OperationSpec {
    uri: "/{one}/{many+}",
    ..spec(BodyKind::Empty, BodyKind::Empty)
};

static SERVICE: ServiceSpec = ServiceSpec {
    id: "example#Rules",
    name: "Rules",
    version: "1",
    auth: &[],
    malformed: ErrorSpec::new("SerializationException", 400, "message"),
    invalid: ErrorSpec::new("ValidationException", 400, "message").listing(FieldList::FRAMEWORK),
    internal: ErrorSpec::new("InternalFailure", 500, "message"),
};

fn request(spec: &'static OperationSpec, f: impl FnOnce(&mut RequestWriter<'_>)) -> Request<Bytes> {
    try_request(spec, f).unwrap()
}

fn try_request(
    spec: &'static OperationSpec,
    f: impl FnOnce(&mut RequestWriter<'_>),
) -> Result<Request<Bytes>, String> {
    let mut token = String::new;
    let mut writer = RequestWriter::new(spec, &mut token);
    f(&mut writer);
    let request = writer.finish().map_err(|error| error.to_string())?;
    Ok(request.map(bytes_of))
}

fn response(
    spec: &'static OperationSpec,
    f: impl FnOnce(&mut ResponseWriter),
) -> http::Response<Bytes> {
    let mut writer = ResponseWriter::new(spec, &SERVICE);
    f(&mut writer);
    writer.finish().unwrap().map(bytes_of)
}

fn bytes_of(body: Body) -> Bytes {
    body.as_bytes().unwrap().clone()
}

fn headers(fields: &[(&str, &[u8])]) -> HeaderMap {
    fields
        .iter()
        .map(|(name, value)| {
            (
                HeaderName::from_bytes(name.as_bytes()).unwrap(),
                HeaderValue::from_bytes(value).unwrap(),
            )
        })
        .collect()
}

/// What the server makes of a request, with the path and the message of what is malformed.
fn read<T>(
    labels: &[(&str, &str)],
    query: &str,
    fields: &[(&str, &[u8])],
    body: &[u8],
    f: impl FnOnce(&mut RequestReader<'_>) -> Option<T>,
) -> Result<T, String> {
    let headers = headers(fields);
    let mut reader = RequestReader::new(
        &JSON,
        RequestParts {
            labels,
            query,
            headers: &headers,
            body,
        },
    );
    let value = f(&mut reader);
    reader
        .finish(value)
        .map_err(|rejection| rejection.to_string())
}
