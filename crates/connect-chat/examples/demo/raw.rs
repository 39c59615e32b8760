//! Requests that the generated client cannot make, because its types do not let anyone write them.

use http::{Request, header::CONTENT_TYPE};
use http_body_util::BodyExt;
use lockstep_client::{BoxError, ReqwestTransport};
use lockstep_core::Body;
use tower::{Service, ServiceExt};

use crate::wire::Shown;

/// Sends a body to UpdateParticipantRoleConfig, and returns the status and the type of the answer.
pub(crate) async fn put_timers(
    endpoint: &str,
    transport: &Shown<ReqwestTransport>,
    labels: &str,
    body: &str,
) -> Result<(u16, String), BoxError> {
    let request = Request::put(format!(
        "{endpoint}/contact/participant-role-config/{labels}"
    ))
    .header(CONTENT_TYPE, "application/json")
    .body(Body::from(body.as_bytes().to_vec()))?;
    let answer = transport.clone().ready().await?.call(request).await?;
    let status = answer.status().as_u16();
    let error_type = answer
        .headers()
        .get("x-amzn-errortype")
        .and_then(|value| value.to_str().ok());
    let error_type = error_type.unwrap_or_default().to_owned();
    answer.into_body().collect().await?;
    Ok((status, error_type))
}
