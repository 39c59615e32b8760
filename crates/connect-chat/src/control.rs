//! The routes for those who control a service, apart from its API, on a port of their own.
//!
//! | route | what it does |
//! |---|---|
//! | `GET /clock` | answers with the clock's name and what it shows: `{"Clock":"manual","Now":"2026-01-31T09:00:00.000Z"}` |
//! | `POST /clock/advance` | moves a manual clock on by `{"seconds":300}`, and answers like `GET /clock` when all that fell due is recorded and shown; 409 if the clock runs by itself, 400 if it would go beyond the year 9999 |
//! | `GET /contacts/{id}/events` | the record of a chat, by any contact of its chain: `{"Events":[…]}`, each as participants are shown it, with whether the transcript has it and who is to be shown it |
//! | `GET /health` | 200 if the store answers, 503 if not |
//!
//! Whoever reaches the port may use it; nothing is signed. A browser that shows a stranger's page must not, so all
//! but the health is refused with 403 if the request has an `Origin`, by which a browser says whose page it is for;
//! or if its `Host` is neither an address nor a name of this machine or network, because a stranger can have a name of
//! his own lead here, and then a browser takes the answer for his. What changes something takes `application/json`
//! alone, which a page cannot send elsewhere without asking first.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};

use crate::clock::Clock;
use crate::item::{Item, ShownItem};
use crate::store::{Store, StoreError};
use crate::timekeeper::{AdvanceError, Timekeeper};

pub mod client;

/// The farthest that one call moves the clock: a century.
const FARTHEST: f64 = 100.0 * 365.25 * 24.0 * 60.0 * 60.0;

/// The routes, but for the one of the health.
pub fn router(store: Arc<dyn Store>, timekeeper: Arc<Timekeeper>) -> Router {
    Router::new()
        .route("/clock", get(clock))
        .route("/clock/advance", post(advance))
        .route("/contacts/{id}/events", get(events))
        .fallback(|| async { refusal(StatusCode::NOT_FOUND, "there is no such route") })
        .layer(from_fn(no_strangers_page))
        .with_state(Control { store, timekeeper })
}

#[derive(Clone)]
struct Control {
    store: Arc<dyn Store>,
    timekeeper: Arc<Timekeeper>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    seconds: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Reading {
    clock: String,
    now: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Record<'a> {
    events: Vec<Recorded<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Recorded<'a> {
    #[serde(flatten)]
    item: ShownItem<'a>,
    kept: bool,
    shown_to: Vec<ShownTo<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ShownTo<'a> {
    participant_id: &'a str,
    shown: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Refusal<'a> {
    message: &'a str,
}

/// Refuses what a browser sends for a page of another site, as the module says.
async fn no_strangers_page(request: Request, next: Next) -> Response {
    if request.headers().contains_key(ORIGIN) {
        let message = "the request has an Origin, and no page in a browser may control the service";
        return refusal(StatusCode::FORBIDDEN, message);
    }
    // Without one, the caller speaks HTTP/1.0, which no browser does.
    let mut hosts = request.headers().get_all(HOST).iter();
    if !hosts.all(|host| host.to_str().is_ok_and(names_the_machine)) {
        let message = "the Host must be an IP address, or a name without a dot such as localhost";
        return refusal(StatusCode::FORBIDDEN, message);
    }
    next.run(request).await
}

/// Whether a `Host` is one that nobody can have lead somewhere else: an address, or a name that no stranger can have,
/// as `localhost`, those of containers among each other, and `host.docker.internal`.
fn names_the_machine(host: &str) -> bool {
    host.parse().is_ok_and(|authority: Authority| {
        let name = authority.host();
        let address = name.trim_start_matches('[').trim_end_matches(']');
        let has_no_dot = !name.is_empty() && !name.contains('.');
        let is_internal = name.to_ascii_lowercase().ends_with(".internal");
        has_no_dot || is_internal || address.parse::<IpAddr>().is_ok()
    })
}

async fn clock(State(control): State<Control>) -> Response {
    reading(control.timekeeper.clock())
}

async fn advance(State(control): State<Control>, headers: HeaderMap, body: Bytes) -> Response {
    let is_json = |value: &HeaderValue| value.as_bytes().starts_with(b"application/json");
    if !headers.get(CONTENT_TYPE).is_some_and(is_json) {
        let message = "the content type must be application/json";
        return refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, message);
    }
    let by = match serde_json::from_slice(&body) {
        Ok(Advance { seconds }) if (0.0..=FARTHEST).contains(&seconds) => {
            Duration::try_from_secs_f64(seconds).ok()
        }
        Ok(_) | Err(_) => None,
    };
    let Some(by) = by else {
        let message = r#"the body must be like {"seconds":300}, with a number from 0 to a century"#;
        return refusal(StatusCode::BAD_REQUEST, message);
    };
    match control.timekeeper.advance(by).await {
        Ok(_) => reading(control.timekeeper.clock()),
        Err(AdvanceError::NotManual(error)) => refusal(StatusCode::CONFLICT, &error.to_string()),
        Err(error @ AdvanceError::TooFar) => refusal(StatusCode::BAD_REQUEST, &error.to_string()),
        Err(AdvanceError::Store(error)) => failure(&error),
    }
}

async fn events(State(control): State<Control>, Path(contact): Path<String>) -> Response {
    match control.store.items(&contact.into()).await {
        Ok(items) => answer(
            StatusCode::OK,
            &Record {
                events: items.iter().map(recorded).collect(),
            },
        ),
        Err(error @ StoreError::ContactNotFound(_)) => {
            refusal(StatusCode::NOT_FOUND, &error.to_string())
        }
        Err(error) => failure(&error),
    }
}

fn recorded(item: &Item) -> Recorded<'_> {
    let shown_to = item.shown_to.iter().map(|showing| ShownTo {
        participant_id: showing.participant.as_str(),
        shown: showing.shown,
    });
    Recorded {
        item: item.as_shown(),
        kept: item.kind.is_kept(),
        shown_to: shown_to.collect(),
    }
}

fn reading(clock: &Clock) -> Response {
    let reading = Reading {
        clock: clock.to_string(),
        now: clock.now().date_time(),
    };
    answer(StatusCode::OK, &reading)
}

fn refusal(status: StatusCode, message: &str) -> Response {
    answer(status, &Refusal { message })
}

fn failure(error: &StoreError) -> Response {
    let cause = std::error::Error::source(error);
    tracing::error!(cause, "{error}");
    refusal(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string())
}

fn answer(status: StatusCode, body: &impl Serialize) -> Response {
    // Strings, truth values and lists of them always have a form in JSON.
    let body = serde_json::to_vec(body).unwrap_or_default();
    let json = HeaderValue::from_static("application/json");
    (status, [(CONTENT_TYPE, json)], Body::from(body)).into_response()
}
