//! The five kinds of cases: what each does with the client or the server, and what it compares.

mod malformed;
mod request;
mod response;

pub use malformed::malformed;
pub use request::{client_request, server_request};
pub(crate) use response::requests;
pub use response::{client_response, server_response};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, Request, Response};

use crate::cases::Case;
use crate::compare::Mismatch;
use crate::{Misfit, Subject, transport};

/// The request of a case, as a server gets it.
///
/// # Errors
///
/// What cannot be a part of a request.
pub fn request_of(case: &Case) -> Result<Request<Bytes>, Mismatch> {
    let query = case.query_params.join("&");
    let uri = if query.is_empty() {
        case.uri.clone()
    } else {
        format!("{}?{query}", case.uri)
    };
    let host = case
        .resolved_host
        .as_ref()
        .or(case.host.as_ref())
        .map_or("localhost", String::as_str);
    let mut builder = Request::builder()
        .method(case.method.as_str())
        .uri(uri)
        .header(http::header::HOST, host);
    for (name, value) in &case.headers {
        builder = builder.header(name, value);
    }
    let body = Bytes::from(case.body.clone().unwrap_or_default());
    let mut request = builder.body(body).map_err(|error| unusable(&error))?;
    transport::add_length(&mut request);
    Ok(request)
}

/// The request of a case with a typed value, as a server gets it.
///
/// Of a case without a body the specification says that nothing is asserted of the body, not that there is none: where
/// the params hold members that stand in it, a request without one could not carry them. So the server then gets the body
/// that the generated client writes of the params, with the headers that describe it (`Content-…`), except for those that
/// the case gives itself. An empty body and an empty object hold no member, and are not taken.
///
/// A body of which the case gives the media type and not the header is sent with it, because a server takes no JSON
/// without one (the malformed requests of the same suites say so).
///
/// # Errors
///
/// What cannot be a part of a request.
pub async fn typed_request_of(
    subject: &dyn Subject,
    case: &Case,
) -> Result<Request<Bytes>, Mismatch> {
    let mut request = request_of(case)?;
    add_media_type(case, &mut request)?;
    if case.body.is_none()
        && !case.params.is_empty()
        && let Ok((client, sent)) = transport::client(None, &Response::default())
        && let Ok(call) = subject.call(Some(&case.params), client)
    {
        call.await;
        if let Ok(written) = sent.one() {
            adopt_body(&mut request, written);
        }
    }
    Ok(request)
}

/// Adds the `Content-Type` that a case leaves out, where it says what its body is.
fn add_media_type(case: &Case, request: &mut Request<Bytes>) -> Result<(), Mismatch> {
    let is_forbidden = case
        .forbid_headers
        .iter()
        .any(|name| name.eq_ignore_ascii_case(CONTENT_TYPE.as_str()));
    if let Some(media_type) = &case.body_media_type
        && !is_forbidden
        && !request.body().is_empty()
        && !request.headers().contains_key(CONTENT_TYPE)
    {
        let value = HeaderValue::try_from(media_type).map_err(|error| unusable(&error))?;
        request.headers_mut().insert(CONTENT_TYPE, value);
    }
    Ok(())
}

/// Gives a request the body of another one, unless that one says nothing.
fn adopt_body(request: &mut Request<Bytes>, written: Request<Bytes>) {
    let (head, body) = written.into_parts();
    if body.is_empty() || &body[..] == b"{}" {
        return;
    }
    let describing = head.headers.iter().filter(|(name, _)| {
        name.as_str().starts_with("content-") && !request.headers().contains_key(*name)
    });
    let describing: Vec<_> = describing
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    request.headers_mut().extend(describing);
    *request.body_mut() = body;
}

/// The headers of a case.
fn headers_of(case: &Case) -> impl Iterator<Item = Result<(HeaderName, HeaderValue), Mismatch>> {
    case.headers.iter().map(|(name, value)| {
        let name = HeaderName::try_from(name).map_err(|error| unusable(&error))?;
        Ok((
            name,
            HeaderValue::try_from(value).map_err(|error| unusable(&error))?,
        ))
    })
}

fn unusable(error: &dyn std::error::Error) -> Mismatch {
    Mismatch::new("case", "a message of HTTP", error.to_string())
}

impl From<Misfit> for Mismatch {
    fn from(misfit: Misfit) -> Self {
        Self::new(
            "case",
            "params of the type that the model says",
            misfit.to_string(),
        )
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::Request;

    use super::{add_media_type, adopt_body};
    use crate::cases::Case;

    fn request(headers: &[(&str, &str)], body: &'static str) -> Request<Bytes> {
        let mut builder = Request::builder();
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        builder.body(Bytes::from(body)).unwrap()
    }

    #[test]
    fn a_body_of_a_known_type_is_sent_with_it() {
        let case = |forbidden: &[&str]| Case {
            body_media_type: Some("application/json".to_owned()),
            forbid_headers: forbidden.iter().map(|name| (*name).to_owned()).collect(),
            ..Case::default()
        };
        let sent = |case: &Case, headers: &[(&str, &str)], body| {
            let mut request = request(headers, body);
            add_media_type(case, &mut request).unwrap();
            let value = request.headers().get("content-type").cloned();
            value.map(|value| value.to_str().unwrap().to_owned())
        };
        let json = Some("application/json".to_owned());
        assert_eq!(sent(&case(&[]), &[], "{}"), json);
        assert_eq!(sent(&case(&[]), &[], ""), None);
        assert_eq!(sent(&case(&["Content-Type"]), &[], "{}"), None);
        let given = [("content-type", "text/plain")];
        assert_eq!(sent(&case(&[]), &given, "a"), Some("text/plain".to_owned()));
    }

    #[test]
    fn the_body_comes_with_the_headers_that_describe_it() {
        let mut given = request(&[("content-encoding", "gzip"), ("x-a", "1")], "");
        let written = [
            ("content-encoding", "br"),
            ("content-type", "text/plain"),
            ("x-a", "2"),
            ("x-b", "3"),
        ];
        adopt_body(&mut given, request(&written, "abc"));
        assert_eq!(given.body(), "abc");
        let mut headers: Vec<_> = given
            .headers()
            .iter()
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
            .collect();
        headers.sort();
        assert_eq!(
            headers,
            [
                "content-encoding: gzip",
                "content-type: text/plain",
                "x-a: 1"
            ]
        );
    }

    #[test]
    fn a_body_that_holds_no_member_is_not_taken() {
        for body in ["", "{}"] {
            let mut given = request(&[], "");
            adopt_body(
                &mut given,
                request(&[("content-type", "application/json")], body),
            );
            assert!(given.body().is_empty() && given.headers().is_empty());
        }
    }
}
