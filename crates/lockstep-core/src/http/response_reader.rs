//! Reads a response, on a client.

use std::collections::HashMap;

use ::http::HeaderMap;
use serde_json::value::RawValue;

use super::{ERROR_TYPE, Unreadable, message_reader::Message};
use crate::{
    Blob, Body, json,
    operation::{ModeledError, OperationSpec},
    text,
};

/// Reads each member of an operation's output, or of an error, from where it is bound.
///
/// Constraints are not checked, because a service may have loosened them since; a required member
/// that is missing is read as its type's zero value.
#[derive(Debug)]
pub struct ResponseReader<'a> {
    spec: &'static OperationSpec,
    status: u16,
    message: Message<'a>,
    stream: Body,
}

impl<'a> ResponseReader<'a> {
    /// Starts to read a response to an operation.
    #[must_use]
    pub const fn new(
        spec: &'static OperationSpec,
        status: u16,
        headers: &'a HeaderMap,
        body: &'a [u8],
    ) -> Self {
        Self {
            spec,
            status,
            message: Message::new(headers, body, false),
            stream: Body::empty(),
        }
    }

    /// The body of an operation whose payload is a stream, in place of the bytes.
    #[must_use]
    pub fn with_stream(mut self, stream: Body) -> Self {
        self.stream = stream;
        self
    }

    /// A member with `@httpPayload` that is a stream. It is always there, if only without a byte.
    pub fn payload_stream(&mut self) -> Option<Body> {
        Some(std::mem::take(&mut self.stream))
    }

    /// The operation that was called.
    #[must_use]
    pub const fn spec(&self) -> &'static OperationSpec {
        self.spec
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// A member with `@httpResponseCode`, which is always there.
    #[must_use]
    pub fn response_code(&self) -> Option<i32> {
        Some(i32::from(self.status))
    }

    /// The name of the error's shape: from the header `x-amzn-errortype`, else from `__type`, else
    /// from `code` in the body. A namespace before `#` and whatever follows a `:` are cut off.
    #[must_use]
    pub fn error_code(&self) -> Option<String> {
        let header = self
            .message
            .headers()
            .get(ERROR_TYPE)
            .and_then(|value| value.to_str().ok());
        let code = match header {
            Some(code) => code.to_owned(),
            None => self.text_in_body(&["__type", "code"])?,
        };
        let code = code.split(':').next().unwrap_or_default();
        let code = code.rsplit('#').next().unwrap_or_default().trim();
        (!code.is_empty()).then(|| code.to_owned())
    }

    /// The error's message: `message` or `Message` in the body, whichever the model says, because
    /// services differ from their models here.
    #[must_use]
    pub fn error_message(&self) -> Option<String> {
        self.text_in_body(&["message", "Message"])
    }

    /// A modeled error, as the variant of an operation's errors that holds it.
    pub fn error<E: ModeledError, T>(&mut self, variant: impl FnOnce(E) -> T) -> Option<T> {
        E::read_error(self).map(variant)
    }

    /// A member with `@httpHeader`. `None` if there is none, or after a problem was noted.
    pub fn header<'s, T>(
        &'s mut self,
        member: &'static str,
        name: &str,
        f: impl FnOnce(&mut text::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        self.message.header(member, name, f)
    }

    /// A required member with `@httpHeader`. If it is missing, its zero value is read.
    pub fn required_header<'s, T>(
        &'s mut self,
        member: &'static str,
        name: &str,
        f: impl FnOnce(&mut text::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        self.message.required_header(member, name, f)
    }

    /// A member with `@httpPrefixHeaders`: `f` calls [`text::Reader::map`]. `None` if no header has
    /// the prefix. The map's keys are in lower case, because the names of headers have no case.
    pub fn prefix_headers<'s, T>(
        &'s mut self,
        member: &'static str,
        prefix: &str,
        f: impl FnOnce(&mut text::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        if self.message.has_prefix(prefix) {
            self.message.prefix_headers(member, prefix, f)
        } else {
            None
        }
    }

    /// A required member with `@httpPrefixHeaders`. An empty map writes no header, so no header is
    /// the empty map.
    pub fn required_prefix_headers<'s, T>(
        &'s mut self,
        member: &'static str,
        prefix: &str,
        f: impl FnOnce(&mut text::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        self.message.prefix_headers(member, prefix, f)
    }

    /// The members without another binding, which stand in the body: the value of each goes into the slot of the same
    /// index. An empty body is an empty object.
    pub fn members(&mut self, members: &[json::Member], slots: &mut [&mut dyn json::Slot]) {
        self.message.members(members, slots);
    }

    /// The whole structure, if all of its members stand in the body. An empty body is an empty object.
    pub fn structure<T: json::Shape>(&mut self) -> Option<T> {
        self.message.object(T::read)?
    }

    /// A member with `@httpPayload` that is JSON. `None` if the body is empty, or after a problem
    /// was noted.
    pub fn payload<'s, T>(
        &'s mut self,
        member: &'static str,
        f: impl FnOnce(&mut json::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        self.message.payload(member, f)
    }

    /// A member with `@httpPayload` that is a structure. `None` if the body is empty, or after a
    /// problem was noted. An empty object is a structure of which no member is set: only clients
    /// send one for a structure that is not set.
    pub fn payload_structure<'s, T>(
        &'s mut self,
        member: &'static str,
        f: impl FnOnce(&mut json::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        self.message.payload(member, f)
    }

    /// A required member with `@httpPayload` that is JSON. If it is missing, its zero value is
    /// read.
    pub fn required_payload<'s, T>(
        &'s mut self,
        member: &'static str,
        f: impl FnOnce(&mut json::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        self.message.required_payload(member, f)
    }

    /// A member with `@httpPayload` that is a blob. `None` if the body is empty.
    pub fn payload_blob(&mut self) -> Option<Blob> {
        self.message.payload_blob()
    }

    /// A required member with `@httpPayload` that is a blob, which may be empty.
    pub fn required_payload_blob(&mut self) -> Option<Blob> {
        Some(self.message.required_payload_blob())
    }

    /// A member with `@httpPayload` that is a string or an enum. `None` if the body is empty, or
    /// after a problem was noted.
    pub fn payload_text<'s, T>(
        &'s mut self,
        member: &'static str,
        f: impl FnOnce(&mut text::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        self.message.payload_text(member, f)
    }

    /// A required member with `@httpPayload` that is a string or an enum; an empty body is the
    /// empty string.
    pub fn required_payload_text<'s, T>(
        &'s mut self,
        member: &'static str,
        f: impl FnOnce(&mut text::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        self.message.required_payload_text(member, f)
    }

    /// The value that was read, if the response is what the model says.
    ///
    /// # Errors
    ///
    /// What cannot be read, with its place.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Unreadable> {
        self.message.problems.unreadable(value)
    }

    /// A text among the members of the body, if that is a JSON object at all.
    fn text_in_body(&self, names: &[&str]) -> Option<String> {
        // The other members are not looked at: a number among them may be beyond what serde_json can hold.
        let body: HashMap<String, &RawValue> = serde_json::from_slice(self.message.body()).ok()?;
        names
            .iter()
            .find_map(|name| serde_json::from_str(body.get(*name)?.get()).ok())
    }
}
