//! Where files are sent to and read from, by whoever has an address with a ticket.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::cors::{Any, CorsLayer};

use crate::attachment::LARGEST;
use crate::moment::Moment;
use crate::server::Application;
use crate::store::StoreError;

/// The routes. Pages from anywhere may use them: who has the address has the file.
pub(super) fn router(application: &Application) -> Router {
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::PUT])
        .allow_headers(Any);
    let largest = usize::try_from(LARGEST).unwrap_or(usize::MAX);
    Router::new()
        .route("/participant/files/{ticket}", get(read).put(write))
        .layer(DefaultBodyLimit::max(largest))
        .layer(cors)
        .with_state(application.clone())
}

async fn write(
    State(application): State<Application>,
    Path(ticket): Path<String>,
    bytes: Bytes,
) -> Response {
    let put = application
        .store
        .put_file(ticket.into(), bytes.into(), Moment::now());
    match put.await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(error) => refusal(&error),
    }
}

/// The file, as something to be saved: a browser must not take it for a page of this service.
async fn read(State(application): State<Application>, Path(ticket): Path<String>) -> Response {
    match application.store.file(&ticket.into(), Moment::now()).await {
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
