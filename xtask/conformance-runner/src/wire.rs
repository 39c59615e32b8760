//! The way between client and server, on which a self-test breaks something.

use std::cell::Cell;

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri};

use crate::breaks::Break;

/// A request or a response on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// What is in its first line.
    pub start: Start,
    /// The header fields.
    pub headers: HeaderMap,
    /// The body as a whole.
    pub body: Bytes,
}

/// The first line of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Start {
    /// Of a request.
    Request {
        /// The method.
        method: Method,
        /// The path and the query; perhaps the host.
        uri: Uri,
    },
    /// Of a response.
    Response {
        /// The status.
        status: StatusCode,
    },
}

/// Carries the messages of one case: as they are, or with a break.
#[derive(Default)]
pub struct Wire<'w> {
    broken: Option<(&'w Break, &'w [String])>,
    is_touched: Cell<bool>,
}

impl<'w> Wire<'w> {
    /// A wire that carries every message as it is.
    #[must_use]
    pub fn whole() -> Self {
        Self::default()
    }

    /// A wire with a break. `forbidden` are the headers that the case forbids.
    #[must_use]
    pub fn broken(by: &'w Break, forbidden: &'w [String]) -> Self {
        Self {
            broken: Some((by, forbidden)),
            is_touched: Cell::new(false),
        }
    }

    /// Whether any message was changed.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        self.is_touched.get()
    }

    /// The request as it arrives.
    pub(crate) fn request(&self, request: Request<Bytes>) -> Request<Bytes> {
        let (mut head, body) = request.into_parts();
        let message = self.carry(Message {
            start: Start::Request {
                method: head.method,
                uri: head.uri,
            },
            headers: head.headers,
            body,
        });
        // A break never makes a response of a request.
        (head.method, head.uri) = match message.start {
            Start::Request { method, uri } => (method, uri),
            Start::Response { .. } => Default::default(),
        };
        head.headers = message.headers;
        Request::from_parts(head, message.body)
    }

    /// The response as it arrives.
    pub(crate) fn response(&self, response: Response<Bytes>) -> Response<Bytes> {
        let (mut head, body) = response.into_parts();
        let message = self.carry(Message {
            start: Start::Response {
                status: head.status,
            },
            headers: head.headers,
            body,
        });
        if let Start::Response { status } = message.start {
            head.status = status;
        }
        head.headers = message.headers;
        Response::from_parts(head, message.body)
    }

    /// A body that is changed gets the length that it has then, because what frames a message is not a part of it.
    fn carry(&self, message: Message) -> Message {
        let Some((broken, forbidden)) = self.broken else {
            return message;
        };
        let mut changed = message.clone();
        broken.apply(&mut changed, forbidden);
        if changed.body != message.body && message.headers.contains_key(CONTENT_LENGTH) {
            let length = HeaderValue::from(changed.body.len());
            changed.headers.insert(CONTENT_LENGTH, length);
        }
        if changed != message {
            self.is_touched.set(true);
        }
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::breaks::BREAKS;

    fn request(body: &'static str) -> Request<Bytes> {
        Request::post("/a?b=c")
            .header(CONTENT_LENGTH, body.len())
            .body(Bytes::from(body))
            .unwrap()
    }

    #[test]
    fn a_whole_wire_changes_nothing() {
        let wire = Wire::whole();
        let arrived = wire.request(request("{}"));
        assert_eq!(arrived.uri(), "/a?b=c");
        assert_eq!(arrived.method(), Method::POST);
        assert_eq!(arrived.body(), "{}");
        assert!(!wire.is_touched());
    }

    #[test]
    fn a_body_that_is_changed_gets_its_length() {
        let truncated = BREAKS
            .iter()
            .find(|broken| broken.name == "body-truncated")
            .unwrap();
        let wire = Wire::broken(truncated, &[]);
        let arrived = wire.request(request("abcd"));
        assert_eq!(arrived.body(), "ab");
        assert_eq!(arrived.headers()[CONTENT_LENGTH], "2");
        assert!(wire.is_touched());
        let wire = Wire::broken(truncated, &[]);
        wire.request(request(""));
        assert!(!wire.is_touched());
    }
}
