//! What requests and responses have in common when they are written: header fields and the body.

use std::collections::HashSet;
use std::fmt::{self, Display};

use ::http::{HeaderMap, HeaderValue, header};
use bytes::Bytes;
use http_body::Body as _;

use super::{ERROR_TYPE, fields};
use crate::{
    Blob, Body, WriteError, json,
    operation::BodyKind,
    text::{self, Binding},
};

/// A message as it is being written. The first problem is kept and told in the end.
pub(super) struct Message {
    headers: HeaderMap,
    kind: BodyKind,
    content: Content,
    /// Whether there is no body that says how long it is: the message answers `HEAD`.
    is_head: bool,
    /// Fields of `@httpPrefixHeaders`, which give way to those of `@httpHeader` whatever the order
    /// of the calls.
    prefixed: Vec<(String, String)>,
    error: Option<WriteError>,
}

/// The state of the body.
enum Content {
    /// Nothing was said yet; JSON becomes the empty object.
    Unset,
    /// The payload is not set, so there is no body.
    Absent,
    Present(Bytes),
    Stream(Body),
}

/// Shows no value, because each may be a secret.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("kind", &self.kind)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl Message {
    pub(super) fn new(kind: BodyKind) -> Self {
        Self {
            headers: HeaderMap::new(),
            kind,
            content: Content::Unset,
            is_head: false,
            prefixed: Vec::new(),
            error: None,
        }
    }

    /// Says that the message answers a method.
    pub(super) fn answering(mut self, method: &str) -> Self {
        self.is_head = method == "HEAD";
        self
    }

    /// Starts again with a JSON body, as an error does whatever the operation's output is.
    pub(super) fn reset(&mut self) {
        *self = Self {
            error: self.error.take(),
            ..Self::new(BodyKind::Json)
        };
    }

    pub(super) fn fail(&mut self, member: impl Display, problem: impl Display) {
        if self.error.is_none() {
            self.error = Some(unwritable(member, problem));
        }
    }

    /// A field that no member is bound to, unless one is.
    pub(super) fn fixed_header(&mut self, name: &str, text: &str) {
        if !self.headers.contains_key(name) {
            self.field(name, text);
        }
    }

    pub(super) fn header<T: ?Sized>(
        &mut self,
        name: &str,
        value: &T,
        f: impl FnOnce(&mut text::Writer, &T),
    ) {
        let text = text::Writer::write(Binding::Header, |w| f(w, value)).into_header();
        let is_length = name.eq_ignore_ascii_case(header::CONTENT_LENGTH.as_str());
        // A body says by itself how long it is; a stream may not, nor does what answers `HEAD`. Where there is neither,
        // whoever read the length would wait for as many bytes.
        if !is_length || self.kind.is_stream() {
            self.field(name, &text);
        } else if self.is_head {
            self.length(&text);
        }
    }

    pub(super) fn prefix_headers<T: ?Sized>(
        &mut self,
        prefix: &str,
        value: &T,
        f: impl FnOnce(&mut text::Writer, &T),
    ) {
        let written = text::Writer::write(Binding::Header, |w| f(w, value));
        self.prefixed.extend(
            written
                .entries
                .into_iter()
                .map(|(key, value)| (format!("{prefix}{key}"), value.into_header())),
        );
    }

    /// The members of one JSON object, which is opened and closed here.
    pub(super) fn body(&mut self, f: impl FnOnce(&mut json::Writer)) {
        self.json(|w| {
            w.open();
            f(w);
            w.close();
        });
    }

    pub(super) fn payload<T: ?Sized>(&mut self, value: &T, f: impl FnOnce(&mut json::Writer, &T)) {
        self.json(|w| f(w, value));
    }

    pub(super) fn payload_blob(&mut self, value: &Blob) {
        self.content = Content::Present(value.clone().into_bytes());
    }

    pub(super) fn payload_text<T: ?Sized>(
        &mut self,
        value: &T,
        f: impl FnOnce(&mut text::Writer, &T),
    ) {
        self.content = Content::Present(text::Writer::text_of(|w| f(w, value)).into());
    }

    pub(super) fn stream(&mut self, stream: Body) {
        self.content = Content::Stream(stream);
    }

    pub(super) fn no_payload(&mut self) {
        self.content = Content::Absent;
    }

    /// Names the error that this message is.
    pub(super) fn error_type(&mut self, name: &str) {
        self.headers.remove(ERROR_TYPE);
        self.field(ERROR_TYPE.as_str(), name);
    }

    /// Drops the body, for a status that has none.
    pub(super) fn without_body(&mut self) {
        self.kind = BodyKind::Empty;
        self.content = Content::Absent;
    }

    pub(super) fn finish(mut self) -> Result<(HeaderMap, Body), WriteError> {
        self.prefixed_fields();
        if let Some(error) = self.error {
            return Err(error);
        }
        let body = match (self.content, self.kind) {
            (Content::Present(bytes), _) => Some(Body::from(bytes)),
            // An empty payload that streams is none, as far as that can be told.
            (Content::Stream(stream), _) if !stream.is_end_stream() => Some(stream),
            (Content::Unset, BodyKind::Json) => Some(Body::from("{}")),
            _ => None,
        };
        if let (Some(_), Some(media_type)) = (&body, self.kind.media_type()) {
            // A member may be bound to this header, and then it says what the blob is.
            let value = HeaderValue::from_str(media_type)
                .map_err(|_| unwritable(media_type, "cannot be the value of a header"))?;
            self.headers.entry(header::CONTENT_TYPE).or_insert(value);
        }
        let body = body.unwrap_or_default();
        let length = body.size_hint().exact();
        if let BodyKind::Stream {
            requires_length: true,
            ..
        } = self.kind
            && length.is_none()
        {
            let problem = "must have a length that is known before it is sent";
            return Err(unwritable("the stream", problem));
        }
        let is_empty = matches!(self.kind, BodyKind::Empty | BodyKind::EmptyObject);
        if let Some(length) = length.filter(|_| !is_empty) {
            self.headers
                .insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        Ok((self.headers, body))
    }

    /// Writes the fields of `@httpPrefixHeaders`.
    fn prefixed_fields(&mut self) {
        let mut written = HashSet::new();
        for (name, text) in std::mem::take(&mut self.prefixed) {
            if !written.insert(name.to_ascii_lowercase()) {
                let problem = "is asked for by two keys, which differ in case alone";
                self.fail(format!("the header {name:?}"), problem);
            } else if !self.headers.contains_key(&name) {
                // A member with a header of its own wins.
                self.field(&name, &text);
            }
        }
    }

    fn field(&mut self, name: &str, text: &str) {
        // An output may say how long its stream is, if that does not.
        if self.kind.is_stream() && name.eq_ignore_ascii_case(header::CONTENT_LENGTH.as_str()) {
            self.length(text);
            return;
        }
        match fields::name(name).and_then(|name| Ok((name, fields::field_value(text)?))) {
            Ok((name, value)) => _ = self.headers.insert(name, value),
            Err(problem) => self.fail(format!("the header {name:?}"), problem),
        }
    }

    fn length(&mut self, text: &str) {
        match text.parse::<u64>() {
            Ok(length) => {
                self.headers
                    .insert(header::CONTENT_LENGTH, HeaderValue::from(length));
            }
            Err(_) => self.fail("the length of the body", "must be a whole number"),
        }
    }

    fn json(&mut self, f: impl FnOnce(&mut json::Writer)) {
        let mut writer = json::Writer::new();
        f(&mut writer);
        match writer.finish() {
            Ok(text) => self.content = Content::Present(text.into()),
            Err(error) => self.error = self.error.take().or(Some(error)),
        }
    }
}

/// A value that has no form on the wire. The text names the member, never its value.
pub(super) fn unwritable(member: impl Display, problem: impl Display) -> WriteError {
    WriteError::new(format!("{member} {problem}"))
}
