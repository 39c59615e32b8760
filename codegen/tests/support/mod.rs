//! Both halves of an operation in one process: what one writes is shown as text and read by the other.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test uses a part, and fails by a panic"
)]

use bytes::Bytes;
use http::{HeaderMap, Request, Response};
use lockstep_core::http::{
    RequestParts, RequestReader, RequestWriter, ResponseReader, ResponseWriter, Unreadable,
};
use lockstep_core::operation::{
    ClientOperation, Operation, OperationError, OperationSpec, Segment, ServerOperation,
};
use lockstep_core::{Body, Rejection, Violation};

/// The request as the client writes it; idempotency tokens that are not set are `fresh`.
pub(crate) fn request<O: ClientOperation>(_: O, input: &O::Input) -> Request<Bytes> {
    let mut tokens = || "fresh".to_owned();
    let mut writer = RequestWriter::new(O::SPEC, &mut tokens);
    O::write_request(input, &mut writer);
    writer.finish().unwrap().map(bytes_of)
}

/// The request as the server reads it.
pub(crate) fn read<O: ServerOperation>(
    _: O,
    request: &Request<Bytes>,
) -> Result<O::Input, Rejection> {
    let texts = labels(O::SPEC, request.uri().path());
    let labels: Vec<(&str, &str)> = texts
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let mut reader = RequestReader::new(
        O::SPEC,
        RequestParts {
            labels: &labels,
            query: request.uri().query().unwrap_or_default(),
            headers: request.headers(),
            body: request.body(),
        },
    );
    let input = O::read_input(&mut reader);
    reader.finish(input)
}

/// What the server says to a JSON body.
pub(crate) fn read_body<O: ServerOperation>(
    operation: O,
    body: &str,
) -> Result<O::Input, Rejection> {
    read(
        operation,
        &Request::builder()
            .uri("/")
            .body(Bytes::from(body.to_owned()))
            .unwrap(),
    )
}

/// The violations that the server finds in a JSON body.
pub(crate) fn violations<O: ServerOperation>(operation: O, body: &str) -> Vec<String>
where
    O::Input: std::fmt::Debug,
{
    show_violations(read_body(operation, body))
}

/// The violations of a rejection, a line each.
pub(crate) fn show_violations<T: std::fmt::Debug>(read: Result<T, Rejection>) -> Vec<String> {
    match read {
        Err(Rejection::Invalid(violations, 0)) => {
            violations.iter().map(Violation::to_string).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// The answer as the server writes it.
pub(crate) fn response<O: ServerOperation>(
    _: O,
    result: &Result<O::Output, O::Error>,
) -> Response<Bytes> {
    let mut writer = ResponseWriter::new(O::SPEC, O::SERVICE);
    match result {
        Ok(output) => O::write_output(output, &mut writer),
        Err(error) => error.write(&mut writer),
    }
    writer.finish().unwrap().map(bytes_of)
}

fn bytes_of(body: Body) -> Bytes {
    body.as_bytes().unwrap().clone()
}

/// The answer as the client reads it.
pub(crate) fn answer<O: ClientOperation>(
    _: O,
    response: &Response<Bytes>,
) -> Result<O::Output, Unreadable> {
    let mut reader = reader(O::SPEC, response);
    let output = O::read_output(&mut reader);
    reader.finish(output)
}

/// The answer to an error as the client reads it.
pub(crate) fn error<O: ClientOperation>(_: O, response: &Response<Bytes>) -> Option<O::Error> {
    let mut reader = reader(O::SPEC, response);
    let code = reader.error_code()?;
    O::Error::read(&code, &mut reader)
}

fn reader<'r>(spec: &'static OperationSpec, response: &'r Response<Bytes>) -> ResponseReader<'r> {
    ResponseReader::new(
        spec,
        response.status().as_u16(),
        response.headers(),
        response.body(),
    )
}

/// The spec of an operation.
pub(crate) fn spec<O: Operation>(_: O) -> &'static OperationSpec {
    O::SPEC
}

/// A request as text.
pub(crate) fn show_request(request: &Request<Bytes>) -> String {
    format!(
        "{} {}\n{}",
        request.method(),
        request.uri(),
        show(request.headers(), request.body())
    )
}

/// An answer as text.
pub(crate) fn show_response(response: &Response<Bytes>) -> String {
    format!(
        "{}\n{}",
        response.status().as_u16(),
        show(response.headers(), response.body())
    )
}

fn show(headers: &HeaderMap, body: &Bytes) -> String {
    let mut lines: Vec<String> = headers
        .iter()
        .map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap()))
        .collect();
    lines.sort();
    format!("{}\n{}\n", lines.concat(), String::from_utf8_lossy(body))
}

/// The raw text of each label. After a greedy label there is one segment for each of the pattern.
fn labels(spec: &'static OperationSpec, path: &str) -> Vec<(&'static str, String)> {
    let mut rest: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let mut labels = Vec::new();
    let segments: Vec<Segment> = spec.segments().collect();
    for (index, segment) in segments.iter().enumerate() {
        let after = segments.len() - index - 1;
        let taken = match segment {
            Segment::Greedy(_) => rest.len().saturating_sub(after),
            Segment::Literal(_) | Segment::Label(_) => 1.min(rest.len()),
        };
        let text = rest.drain(..taken).collect::<Vec<_>>().join("/");
        if let Segment::Label(name) | Segment::Greedy(name) = segment {
            labels.push((*name, text));
        }
    }
    labels
}
