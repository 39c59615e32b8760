//! Where files are sent to and read from, by whoever has an address with a ticket.
//!
//! Whoever has none sends for nothing: an upload is read once its ticket is found to be good, no further than the file
//! was announced to be long, and only so many are read at once.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use lockstep_server::Limits;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tower_http::cors::{Any, CorsLayer};

use crate::attachment::Attachment;
use crate::connection::FileTicket;
use crate::moment::Moment;
use crate::server::Application;
use crate::store::StoreError;

/// How many uploads are read at once. \[ours\] With the largest files that is 320 MB of memory.
const AT_ONCE: usize = 16;

/// What the routes are on.
#[derive(Clone)]
struct Files {
    application: Application,
    /// Held by each upload while it is in memory.
    uploads: Arc<Semaphore>,
}

/// The routes. Pages from anywhere may use them: who has the address has the file.
pub(super) fn router(application: &Application) -> Router {
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::PUT])
        .allow_headers(Any);
    Router::new()
        .route("/participant/files/{ticket}", get(read).put(write))
        .layer(cors)
        .with_state(Files {
            application: application.clone(),
            uploads: Arc::new(Semaphore::new(AT_ONCE)),
        })
}

async fn write(
    State(Files {
        application,
        uploads,
    }): State<Files>,
    Path(ticket): Path<String>,
    body: Body,
) -> Response {
    let ticket = FileTicket::from(ticket);
    let expected = application.store.expected_file(&ticket, Moment::now());
    let file = match expected.await {
        Ok(file) => file,
        Err(error) => return refusal(&error),
    };
    let patience = Limits::default().body_time;
    // It is never closed, so there is none only when the time is over.
    let Ok(Ok(_upload)) = timeout(patience, uploads.acquire()).await else {
        return (StatusCode::SERVICE_UNAVAILABLE, "too many files are sent\n").into_response();
    };
    let bytes = match whole(body, file, patience).await {
        Ok(bytes) => bytes,
        Err(refused) => return refused,
    };
    // Asked again there, because the time goes on while a file is read.
    let put = application
        .store
        .put_file(ticket, bytes.into(), Moment::now());
    match put.await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(error) => refusal(&error),
    }
}

/// The bytes of a file, if they are as many as announced. What is known to be another number is not read.
async fn whole(body: Body, file: Attachment, patience: Duration) -> Result<Bytes, Response> {
    let size = usize::try_from(file.size).unwrap_or_default();
    let declared = body.size_hint();
    let other_size = || refusal(&StoreError::FileOfOtherSize(file.id.clone()));
    if declared.exact().is_some_and(|length| length != size as u64) {
        return Err(other_size());
    }
    match timeout(patience, to_bytes(body, size)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        // Longer than that; or it broke off, and nobody hears this.
        Ok(Err(_)) => Err(other_size()),
        Err(_) => Err((StatusCode::REQUEST_TIMEOUT, "the file is slow to come\n").into_response()),
    }
}

/// The file, as something to be saved: a browser must not take it for a page of this service.
async fn read(State(files): State<Files>, Path(ticket): Path<String>) -> Response {
    match files
        .application
        .store
        .file(&ticket.into(), Moment::now())
        .await
    {
        Ok((attachment, bytes)) => {
            let plain = HeaderValue::from_static("application/octet-stream");
            let media_type = HeaderValue::try_from(attachment.media_type).unwrap_or(plain);
            let headers = [
                (CONTENT_TYPE, media_type),
                (CONTENT_DISPOSITION, HeaderValue::from_static("attachment")),
                (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => refusal(&error),
    }
}

fn refusal(error: &StoreError) -> Response {
    let status = match error {
        StoreError::Unavailable(_) => {
            tracing::error!(cause = std::error::Error::source(error), "{error}");
            StatusCode::INTERNAL_SERVER_ERROR
        }
        StoreError::FileOfOtherSize(_) => StatusCode::BAD_REQUEST,
        _ => StatusCode::FORBIDDEN,
    };
    (status, format!("{error}\n")).into_response()
}
