//! Cases of malformed requests: the server refuses each, and no handler is called.

use bytes::Bytes;
use http::Response;

use super::request::answer;
use super::request_of;
use crate::cases::Malformed;
use crate::compare::{self, Mismatch};
use crate::wire::Wire;
use crate::{Stage, Subject, Suite};

/// The generated server gets the request; its answer is compared, and a handler that is called is a difference.
///
/// The request has the headers that the case lists, and besides them no more than the host and the body's length: one
/// without a media type goes out without one.
pub async fn malformed(
    suite: &Suite,
    subject: &dyn Subject,
    case: &Malformed,
    wire: &Wire<'_>,
) -> Vec<Mismatch> {
    let request = match request_of(&case.request) {
        Ok(request) => wire.request(request),
        Err(mismatch) => return vec![mismatch],
    };
    let stage = Stage::default();
    let response = wire.response(answer(suite, &stage, request).await);
    let mut found = differences(case, &response);
    let called: Vec<&str> = stage.calls().iter().map(|call| call.operation).collect();
    if !called.is_empty() {
        found.push(Mismatch::new(
            "handler",
            format!("no call of {}", subject.name()),
            format!("calls of {}", called.join(", ")),
        ));
    }
    found
}

fn differences(case: &Malformed, came: &Response<Bytes>) -> Vec<Mismatch> {
    let mut found = super::response::differences(&case.response, came);
    if let Some(regex) = &case.message_regex {
        compare::message(regex, came.body(), &mut found);
    }
    found
}
