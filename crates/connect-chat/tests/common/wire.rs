//! Requests as bytes, as no client of ours would send them, and the answers in the protocol's form.

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Request};
use http_body_util::BodyExt;
use lockstep_core::Timestamp;
use tower::ServiceExt;
use uuid::Uuid;

/// An answer that has been read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// The path of `UpdateParticipantRoleConfig`, with labels as they stand in the path.
pub(crate) fn timers_path(instance: &str, contact: &str) -> String {
    format!("/contact/participant-role-config/{instance}/{contact}")
}

/// A request with a JSON body.
pub(crate) fn json(method: &str, path: &str, body: impl Into<Body>) -> Request<Body> {
    let request = Request::builder().method(method).uri(path);
    request
        .header(CONTENT_TYPE, "application/json")
        .body(body.into())
        .unwrap()
}

/// Sends a request through the router, without a socket.
pub(crate) async fn send(router: &Router, request: Request<Body>) -> Answer {
    let (head, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    Answer {
        status: head.status.as_u16(),
        headers: head.headers,
        body: body.collect().await.unwrap().to_bytes(),
    }
}

impl Answer {
    /// The value of a header that must be there, once.
    pub(crate) fn header(&self, name: &str) -> &str {
        let values: Vec<_> = self.headers.get_all(name).iter().collect();
        assert_eq!(values.len(), 1, "{name} in {self:?}");
        values[0].to_str().unwrap()
    }

    /// What every answer has, whatever it says: a request id that is a UUID, and the date of now.
    pub(crate) fn assert_stamped(&self) -> Uuid {
        let date = Timestamp::from_http_date(self.header("date")).unwrap();
        let age = Timestamp::now().seconds() - date.seconds();
        assert!((-5..=60).contains(&age), "the date is {age} s old");
        let id = Uuid::parse_str(self.header("x-amzn-requestid")).unwrap();
        assert_eq!(id.hyphenated().to_string(), self.header("x-amzn-requestid"));
        id
    }

    /// That this is an error in the protocol's form: its status, its type, and its message to the letter.
    pub(crate) fn assert_error(&self, case: &str, status: u16, kind: &str, message: &str) {
        self.assert_stamped();
        let said: serde_json::Value = serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{case}: {error}: {self:?}"));
        assert_eq!(said, serde_json::json!({ "Message": message }), "{case}");
        assert_eq!(
            (self.status, self.header("x-amzn-errortype")),
            (status, kind),
            "{case}"
        );
        assert_eq!(self.header("content-type"), "application/json", "{case}");
    }

    /// That this is the answer of an operation that says nothing: 200 with an empty body.
    pub(crate) fn assert_empty(&self, case: &str) {
        self.assert_stamped();
        assert_eq!(
            (self.status, &*self.body),
            (200, &b""[..]),
            "{case}: {self:?}"
        );
        for name in ["x-amzn-errortype", "content-type"] {
            assert!(!self.headers.contains_key(name), "{case}: {self:?}");
        }
    }
}
