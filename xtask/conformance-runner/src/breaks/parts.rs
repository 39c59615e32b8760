//! Breaks of a message's first line, its headers, and its body as a whole.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE, HOST, USER_AGENT};
use http::{HeaderName, HeaderValue, Method, StatusCode, Uri};

use crate::Params;
use crate::wire::{Message, Start};

/// The header in which a server names the error.
const ERROR_TYPE: &str = "x-amzn-errortype";

/// An error that no model has.
const OTHER_ERROR: &str = "AnotherErrorThanThatOne";

/// The last header by its name, without those that frame or trace a message.
fn last_header(message: &Message) -> Option<HeaderName> {
    let stays = [HOST, CONTENT_LENGTH, DATE, USER_AGENT];
    message
        .headers
        .keys()
        .filter(|name| !stays.contains(name) && *name != "x-amzn-requestid")
        .max_by_key(|name| name.as_str().to_owned())
        .cloned()
}

pub(super) fn drop_header(message: &mut Message) {
    if let Some(name) = last_header(message) {
        message.headers.remove(name);
    }
}

pub(super) fn change_header(message: &mut Message) {
    let Some(name) = last_header(message) else {
        return;
    };
    let Some(value) = message.headers.get(&name) else {
        return;
    };
    let longer = [value.as_bytes(), b"x"].concat();
    if let Ok(value) = HeaderValue::from_bytes(&longer) {
        message.headers.insert(name, value);
    }
}

pub(super) fn add_header(message: &mut Message, forbidden: &[String]) {
    let name = forbidden
        .first()
        .and_then(|name| HeaderName::try_from(name).ok());
    if let Some(name) = name {
        message.headers.insert(name, HeaderValue::from_static("1"));
    }
}

pub(super) fn change_content_type(message: &mut Message) {
    if message.headers.contains_key(CONTENT_TYPE) {
        let other = HeaderValue::from_static("application/x-another");
        message.headers.insert(CONTENT_TYPE, other);
    }
}

pub(super) fn change_error_type(message: &mut Message) {
    if !matches!(message.start, Start::Response { .. }) {
        return;
    }
    if message.headers.contains_key(ERROR_TYPE) {
        let other = HeaderValue::from_static(OTHER_ERROR);
        message.headers.insert(ERROR_TYPE, other);
        return;
    }
    super::json::change_first(message, |params| {
        let Params::Map(members) = params else {
            return false;
        };
        let named = ["__type", "code"]
            .into_iter()
            .find(|name| matches!(members.get(*name), Some(Params::String(_))));
        if let Some(name) = named {
            members.insert(name.to_owned(), Params::String(OTHER_ERROR.to_owned()));
        }
        named.is_some()
    });
}

pub(super) fn change_status(message: &mut Message) {
    if let Start::Response { status } = &mut message.start {
        *status = if status.is_success() {
            StatusCode::INTERNAL_SERVER_ERROR
        } else {
            StatusCode::OK
        };
    }
}

pub(super) fn change_method(message: &mut Message) {
    if let Start::Request { method, .. } = &mut message.start {
        *method = if *method == Method::POST {
            Method::PUT
        } else {
            Method::POST
        };
    }
}

pub(super) fn change_path(message: &mut Message) {
    change_uri(message, |path, query| {
        // A slash at the end is no segment.
        let (path, slash) = match path.strip_suffix('/') {
            Some(rest) if !rest.is_empty() => (rest, "/"),
            _ => (path, ""),
        };
        let query = query.map(|query| format!("?{query}"));
        Some(format!("{path}x{slash}{}", query.unwrap_or_default()))
    });
}

pub(super) fn drop_parameter(message: &mut Message) {
    change_uri(message, |path, query| {
        let query = query.filter(|query| !query.is_empty())?;
        Some(match query.split_once('&') {
            Some((_, rest)) => format!("{path}?{rest}"),
            None => path.to_owned(),
        })
    });
}

pub(super) fn double_parameter(message: &mut Message) {
    change_uri(message, |path, query| {
        let query = query.filter(|query| !query.is_empty())?;
        let (first, rest) = match query.split_once('&') {
            Some((first, rest)) => (first, format!("&{rest}")),
            None => (query, String::new()),
        };
        let (name, value) = first.split_once('=')?;
        Some(format!("{path}?{name}={value}{value}{rest}"))
    });
}

/// Changes the path and the query of a request; `change` makes both of both, or nothing.
fn change_uri(message: &mut Message, change: impl FnOnce(&str, Option<&str>) -> Option<String>) {
    if let Start::Request { uri, .. } = &mut message.start
        && let Some(changed) = change(uri.path(), uri.query())
    {
        let mut parts = uri.clone().into_parts();
        parts.path_and_query = changed.parse().ok();
        if let Ok(changed) = Uri::from_parts(parts) {
            *uri = changed;
        }
    }
}

pub(super) fn add_body(message: &mut Message) {
    if message.body.is_empty() {
        message.body = Bytes::from_static(b"{\"added\":1}");
        message
            .headers
            .entry(CONTENT_TYPE)
            .or_insert(HeaderValue::from_static("application/json"));
    }
}

pub(super) fn drop_body(message: &mut Message) {
    message.body = Bytes::new();
}

pub(super) fn truncate_body(message: &mut Message) {
    message.body.truncate(message.body.len() / 2);
}
