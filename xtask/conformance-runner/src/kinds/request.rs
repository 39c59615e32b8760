//! Cases of requests: the client writes one, the server reads one.

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::BodyExt;
use tower::ServiceExt;

use super::typed_request_of;
use crate::cases::Case;
use crate::compare::{self, Mismatch};
use crate::wire::Wire;
use crate::{Outcome, Stage, Subject, Suite, transport};

/// The generated client is called with the params; what it sends is compared.
pub async fn client_request(subject: &dyn Subject, case: &Case, wire: &Wire<'_>) -> Vec<Mismatch> {
    match sent(subject, case).await {
        Err(mismatch) => vec![mismatch],
        Ok(request) => {
            let request = wire.request(request);
            let mut found = Vec::new();
            compare::text(
                "method",
                &case.method,
                request.method().as_str(),
                &mut found,
            );
            if let Some(host) = &case.resolved_host {
                compare::text(
                    "host",
                    host,
                    request.uri().host().unwrap_or_default(),
                    &mut found,
                );
            }
            compare::path(case, request.uri().path(), &mut found);
            compare::query(case, request.uri().query().unwrap_or_default(), &mut found);
            compare::headers(case, request.headers(), &mut found);
            compare::body(case, request.body(), &mut found);
            found
        }
    }
}

async fn sent(subject: &dyn Subject, case: &Case) -> Result<Request<Bytes>, Mismatch> {
    let wanted = |came: String| Mismatch::new("request", "one", came);
    // What the client makes of the empty answer is of no interest, unless it sent nothing.
    let (client, sent) =
        transport::client(case.host.as_deref(), &Response::default()).map_err(wanted)?;
    let outcome = subject.call(Some(&case.params), client)?.await;
    sent.one().map_err(|count| match outcome {
        Outcome::Failed(message) if count == 0 => wanted(message),
        _ => wanted(count.to_string()),
    })
}

/// The generated server gets the request; what its handler is called with is compared.
pub async fn server_request(
    suite: &Suite,
    subject: &dyn Subject,
    case: &Case,
    wire: &Wire<'_>,
) -> Vec<Mismatch> {
    match heard(suite, subject, case, wire).await {
        Err(mismatch) => vec![mismatch],
        Ok((expected, came)) => {
            let mut found = Vec::new();
            compare::params("input", &expected, &came, &mut found);
            found
        }
    }
}

async fn heard(
    suite: &Suite,
    subject: &dyn Subject,
    case: &Case,
    wire: &Wire<'_>,
) -> Result<(crate::Params, crate::Params), Mismatch> {
    let expected = subject.expected_input(&case.params)?;
    let stage = Stage::default();
    let request = wire.request(typed_request_of(subject, case).await?);
    let (head, body) = answer(suite, &stage, request).await.into_parts();
    let wanted = format!("one call of {}", subject.name());
    match stage.calls().as_slice() {
        [one] if one.operation == subject.name() => match subject.shown_input(&one.input) {
            Some(came) => Ok((expected, came)),
            None => Err(Mismatch::new("handler", wanted, "an input of another type")),
        },
        [] => {
            let came = format!(
                "the answer {} {}",
                head.status,
                String::from_utf8_lossy(&body)
            );
            Err(Mismatch::new("handler", wanted, came))
        }
        calls => {
            let names: Vec<&str> = calls.iter().map(|call| call.operation).collect();
            Err(Mismatch::new(
                "handler",
                wanted,
                format!("calls of {}", names.join(", ")),
            ))
        }
    }
}

/// Sends a request through the generated router, whose handlers do as the stage says.
pub(super) async fn answer(
    suite: &Suite,
    stage: &Stage,
    request: Request<Bytes>,
) -> Response<Bytes> {
    let router = (suite.router)(stage.clone());
    let response = match router.oneshot(request.map(axum::body::Body::from)).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    let (head, body) = response.into_parts();
    // The bodies of these cases come from memory, so that nothing can fail here.
    let body = body
        .collect()
        .await
        .map(|body| body.to_bytes())
        .unwrap_or_default();
    Response::from_parts(head, body)
}
