//! What a browser may do whose page comes from elsewhere: call the participant service, as ChatJS does.

use std::time::Duration;

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, DATE};
use axum::http::{HeaderName, Method};
use tower_http::cors::{Any, CorsLayer};

/// How long a browser may remember it.
const REMEMBERED: Duration = Duration::from_secs(60 * 60);

/// Lets pages from anywhere call, and see what the clients of Amazon Connect look at. A page has no more than the
/// token that it was given: nothing here knows a browser by a cookie.
pub(super) fn layer() -> CorsLayer {
    let name = HeaderName::from_static;
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::POST])
        .allow_headers([
            CONTENT_TYPE,
            AUTHORIZATION,
            name("x-amz-bearer"),
            name("x-amz-user-agent"),
            name("x-amz-date"),
            name("x-amz-content-sha256"),
            name("amz-sdk-invocation-id"),
            name("amz-sdk-request"),
        ])
        .expose_headers([name("x-amzn-requestid"), name("x-amzn-errortype"), DATE])
        .max_age(REMEMBERED)
}
