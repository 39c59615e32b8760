//! Requests that the generated client cannot make, because its types do not let anyone write them.

use std::time::SystemTime;

use http::{Request, header::CONTENT_TYPE};
use http_body_util::BodyExt;
use lockstep_client::{BoxError, ReqwestTransport};
use lockstep_core::Body;
use lockstep_sigv4::{Credentials, KeyCache, PayloadHash, Signer};
use tower::{Service, ServiceExt};

use crate::scene::KEY;
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
    .body(())?;
    let (mut head, ()) = request.into_parts();
    let (credentials, keys) = (Credentials::new(KEY.0, KEY.1), KeyCache::new());
    let signer = Signer::new(&credentials, "us-east-1", "connect", &keys);
    let hash = PayloadHash::of(body.as_bytes());
    signer.sign(&mut head, hash, SystemTime::now())?;
    let request = Request::from_parts(head, Body::from(body.as_bytes().to_vec()));
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
