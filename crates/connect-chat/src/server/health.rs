//! Whether the service works: `GET /health`.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use tokio::time::timeout;

use crate::store::Store;

/// How long the store has to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// The route: 200 if the store answers, and 503 if not.
pub(super) fn router(store: Arc<dyn Store>) -> Router {
    Router::new()
        .route("/health", get(health))
        .with_state(store)
}

async fn health(State(store): State<Arc<dyn Store>>) -> (StatusCode, &'static str) {
    match timeout(PATIENCE, store.check()).await {
        Ok(Ok(())) => (StatusCode::OK, "ok\n"),
        Ok(Err(error)) => {
            tracing::error!(cause = error.source(), "{error}");
            (StatusCode::SERVICE_UNAVAILABLE, "the store does not work\n")
        }
        Err(_) => {
            tracing::error!("the store does not answer");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the store does not answer\n",
            )
        }
    }
}
