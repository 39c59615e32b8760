//! What the head of a request says: where it goes to, and what was done to its body.

use bytes::Bytes;
use http::Request;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use serde::Deserialize;

use crate::Params;
use crate::compare::{self, Mismatch};

/// What stands in a trip for the digest that the client makes up.
const MADE_DIGEST: &str = "(the digest that was sent)";

/// The digest of a body without a byte (RFC 1321, appendix A.5), in base64.
const DIGEST_OF_NOTHING: &str = "1B2M2Y8AsgTpgAmY7PhCfg==";

/// What a head must say.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The host.
    pub host: String,
    /// Whether the length of the body must be told, also where it is zero.
    pub length: bool,
    /// Whether the body must be compressed, or must not be.
    pub gzip: Option<bool>,
    /// The digest of the body.
    pub digest: Digest,
}

/// What a head says in `Content-MD5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Digest {
    /// Nothing.
    None,
    /// What the caller gave, which the handler is called with.
    Given,
    /// What the client made up.
    Made,
}

/// What a head says.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    host: String,
    length: Option<String>,
    codings: String,
    digest: Option<String>,
    body: Bytes,
}

impl Said {
    /// Looks at a request as the client sent it.
    pub(super) fn by(request: &Request<Bytes>) -> Self {
        let text = |name: &str| {
            let value = request.headers().get(name);
            value.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        Self {
            host: request.uri().host().unwrap_or_default().to_owned(),
            length: text(CONTENT_LENGTH.as_str()),
            codings: text(CONTENT_ENCODING.as_str()).unwrap_or_default(),
            digest: text("content-md5"),
            body: request.body().clone(),
        }
    }

    /// What a handler must be called with, with the digest where it is asked for.
    pub(super) fn heard(&self, expected: &Params) -> Params {
        let mut heard = expected.clone();
        if let (Params::Map(members), Some(digest)) = (&mut heard, &self.digest) {
            let made = Params::String(MADE_DIGEST.to_owned());
            for value in members.values_mut().filter(|value| **value == made) {
                *value = Params::String(digest.clone());
            }
        }
        heard
    }
}

impl Head {
    /// Notes what a request says otherwise.
    pub(super) fn compare(&self, said: &Said, found: &mut Vec<Mismatch>) {
        compare::text("host", &self.host, &said.host, found);
        let size = said.body.len().to_string();
        match &said.length {
            Some(length) => compare::text("Content-Length", &size, length, found),
            None if self.length => found.push(Mismatch::new("Content-Length", size, "none")),
            None => {}
        }
        if let Some(gzip) = self.gzip {
            let show = |is: bool| if is { "compressed" } else { "as it is" };
            let is_said = said.codings.rsplit(", ").next() == Some("gzip");
            compare::text("Content-Encoding", show(gzip), show(is_said), found);
            // The first two bytes of the format (RFC 1952, section 2.3.1).
            let is_done = said.body.starts_with(&[0x1f, 0x8b]);
            compare::text("body", show(gzip), show(is_done), found);
        }
        let is_right = match (self.digest, &said.digest) {
            (Digest::None, digest) => digest.is_none(),
            (Digest::Given, digest) => digest.is_some(),
            (Digest::Made, Some(digest)) if said.body.is_empty() => digest == DIGEST_OF_NOTHING,
            (Digest::Made, Some(digest)) => is_digest(digest) && digest != DIGEST_OF_NOTHING,
            (Digest::Made, None) => false,
        };
        if !is_right {
            let came = said.digest.as_deref().unwrap_or("none");
            found.push(Mismatch::new(
                "Content-MD5",
                format!("{:?}", self.digest),
                came,
            ));
        }
    }
}

/// Whether a text is sixteen bytes in base64, as a digest of MD5 is.
fn is_digest(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    text.len() == 24
        && text
            .strip_suffix("==")
            .is_some_and(|text| text.bytes().all(is_letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(headers: &[(&str, &str)], body: &'static [u8]) -> Said {
        let mut request = Request::builder().uri("http://a.localhost/x");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Said::by(&request.body(Bytes::from_static(body)).unwrap())
    }

    fn differences(head: &Head, said: &Said) -> Vec<String> {
        let mut found = Vec::new();
        head.compare(said, &mut found);
        found.into_iter().map(|one| one.what).collect()
    }

    #[test]
    fn each_part_of_a_head_is_compared() {
        let head = Head {
            host: "a.localhost".to_owned(),
            length: true,
            gzip: Some(true),
            digest: Digest::Made,
        };
        let digest = ("content-md5", "AAAAAAAAAAAAAAAAAAAAAA==");
        let right = [
            ("content-length", "2"),
            ("content-encoding", "br, gzip"),
            digest,
        ];
        let body = b"\x1f\x8b";
        assert!(differences(&head, &said(&right, body)).is_empty());
        for index in 0..right.len() {
            let mut less = right.to_vec();
            let (name, _) = less.remove(index);
            let found = differences(&head, &said(&less, body));
            assert_eq!(found.len(), 1);
            assert!(found[0].eq_ignore_ascii_case(name), "{found:?}");
        }
        assert_eq!(differences(&head, &said(&right, b"{}")), ["body"]);
        let other = Head {
            host: "localhost".to_owned(),
            digest: Digest::None,
            gzip: Some(false),
            ..head
        };
        assert_eq!(
            differences(&other, &said(&right, body)),
            ["host", "Content-Encoding", "body", "Content-MD5"]
        );
    }

    #[test]
    fn a_handler_hears_the_digest_that_was_sent() {
        let expected =
            Params::parse(r#"{"digest": "(the digest that was sent)", "a": 1}"#).unwrap();
        let heard = said(&[("content-md5", DIGEST_OF_NOTHING)], b"").heard(&expected);
        assert_eq!(
            heard.to_string(),
            format!(r#"{{"a": 1, "digest": "{DIGEST_OF_NOTHING}"}}"#)
        );
    }
}
