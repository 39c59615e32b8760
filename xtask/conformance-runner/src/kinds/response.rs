//! Cases of responses: the server writes one, the client reads one.

use bytes::Bytes;
use http::{Request, Response};

use super::request::answer;
use super::{headers_of, unusable};
use crate::cases::Case;
use crate::compare::{self, Mismatch};
use crate::wire::Wire;
use crate::{Stage, Subject, Suite, transport};

/// The generated client gets the response as the answer of a call; what the call comes to is compared.
pub async fn client_response(
    subject: &dyn Subject,
    error: Option<&str>,
    case: &Case,
    wire: &Wire<'_>,
) -> Vec<Mismatch> {
    let compared = async {
        let expected = subject.expected_outcome(error, &case.params)?;
        let wanted = |came: String| Mismatch::new("client", "a call", came);
        let (client, _) =
            transport::client(None, &wire.response(response_of(case)?)).map_err(wanted)?;
        // The request is of no interest, so any input will do.
        let came = subject.call(None, client)?.await;
        let mut found = Vec::new();
        compare::outcome(&expected, &came, &mut found);
        Ok(found)
    };
    compared
        .await
        .unwrap_or_else(|mismatch: Mismatch| vec![mismatch])
}

fn response_of(case: &Case) -> Result<Response<Bytes>, Mismatch> {
    let body = Bytes::from(case.body.clone().unwrap_or_default());
    let mut response = Response::builder()
        .status(case.code)
        .body(body)
        .map_err(|error| unusable(&error))?;
    for header in headers_of(case) {
        let (name, value) = header?;
        response.headers_mut().append(name, value);
    }
    Ok(response)
}

/// A handler of the generated server returns the params; what the server answers is compared.
///
/// `requests` are requests of the operation, of which the first that reaches the handler is taken.
pub async fn server_response(
    suite: &Suite,
    subject: &dyn Subject,
    error: Option<&str>,
    case: &Case,
    requests: &[Request<Bytes>],
    wire: &Wire<'_>,
) -> Vec<Mismatch> {
    let compared = async {
        let mut refused = None;
        for request in requests {
            let stage = Stage::default();
            stage.plan(subject.answer(error, &case.params)?);
            let response = answer(suite, &stage, request.clone()).await;
            if stage
                .calls()
                .iter()
                .any(|call| call.operation == subject.name())
            {
                return Ok(differences(case, &wire.response(response)));
            }
            refused = Some(format!(
                "{} {}",
                response.status(),
                String::from_utf8_lossy(response.body())
            ));
        }
        let came = refused.unwrap_or_else(|| "no request".to_owned());
        Ok(vec![Mismatch::new(
            "handler",
            format!("a call of {}", subject.name()),
            came,
        )])
    };
    compared
        .await
        .unwrap_or_else(|mismatch: Mismatch| vec![mismatch])
}

pub(super) fn differences(case: &Case, came: &Response<Bytes>) -> Vec<Mismatch> {
    let mut found = Vec::new();
    compare::text(
        "status",
        &case.code.to_string(),
        came.status().as_str(),
        &mut found,
    );
    compare::headers(case, came.headers(), &mut found);
    compare::body(case, came.body(), &mut found);
    found
}

/// Requests of an operation to which a server will answer: those of its own cases, and the least that the generated
/// client can send.
pub(crate) async fn requests<'c>(
    subject: &dyn Subject,
    cases: impl Iterator<Item = &'c Case>,
) -> Vec<Request<Bytes>> {
    let mut requests = Vec::new();
    for case in cases {
        requests.extend(super::typed_request_of(subject, case).await.ok());
    }
    if let Ok((client, sent)) = transport::client(None, &Response::default())
        && let Ok(call) = subject.call(None, client)
    {
        call.await;
        requests.extend(sent.one().ok());
    }
    requests
}
