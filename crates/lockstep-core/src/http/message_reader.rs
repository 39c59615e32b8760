//! What requests and responses have in common when they are read: header fields and the body.

use std::{borrow::Cow, fmt};

use ::http::HeaderMap;

use super::fields;
use crate::{
    Blob,
    constraint::Broken,
    json,
    text::{self, Binding, Entry, Problems},
};

/// A message as it is being read.
pub(super) struct Message<'a> {
    headers: &'a HeaderMap,
    body: &'a [u8],
    pub(super) problems: Problems,
}

/// Shows no value, because each may be a secret.
impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("body_bytes", &self.body.len())
            .field("problems", &self.problems)
            .finish_non_exhaustive()
    }
}

impl<'a> Message<'a> {
    pub(super) const fn new(headers: &'a HeaderMap, body: &'a [u8], server: bool) -> Self {
        Self {
            headers,
            body,
            problems: Problems::new(server),
        }
    }

    pub(super) const fn body(&self) -> &'a [u8] {
        self.body
    }

    pub(super) const fn headers(&self) -> &'a HeaderMap {
        self.headers
    }

    pub(super) fn header<'s, T>(
        &'s mut self,
        member: &'static str,
        name: &str,
        f: impl FnOnce(&mut text::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        let value = self.field(member, name)?;
        f(&mut text::Reader::new(
            Binding::Header,
            member,
            vec![value],
            &mut self.problems,
        ))
    }

    pub(super) fn required_header<'s, T>(
        &'s mut self,
        member: &'static str,
        name: &str,
        f: impl FnOnce(&mut text::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        // One that is there and cannot be read is malformed, not missing.
        if self.headers.contains_key(name) {
            self.header(member, name, f)
        } else {
            self.missing(Binding::Header, member, f)
        }
    }

    pub(super) fn prefix_headers<'s, T>(
        &'s mut self,
        member: &'static str,
        prefix: &str,
        f: impl FnOnce(&mut text::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        let mut entries: Vec<Entry<'a>> = Vec::new();
        for (name, rest) in fields::with_prefix(self.headers, prefix) {
            let value = if prefix.is_empty() {
                // It takes in what is not meant for this member, such as cookies of any encoding.
                fields::value(self.headers, name).and_then(Result::ok)
            } else {
                self.field(member, name)
            };
            if let Some(value) = value {
                entries.push((Cow::Borrowed(rest), vec![value]));
            }
        }
        f(&mut text::Reader::of_map(
            Binding::Header,
            member,
            entries,
            &mut self.problems,
        ))
    }

    pub(super) fn has_prefix(&self, prefix: &str) -> bool {
        fields::with_prefix(self.headers, prefix).next().is_some()
    }

    /// A required member whose text is not there: a violation on a server, the zero value on a
    /// client.
    pub(super) fn missing<'s, T>(
        &'s mut self,
        binding: Binding,
        member: &'static str,
        f: impl FnOnce(&mut text::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        if self.problems.is_server() {
            self.problems
                .violation(Broken::Missing(member).at(String::new()));
            return None;
        }
        f(&mut text::Reader::new(
            binding,
            member,
            Vec::new(),
            &mut self.problems,
        ))
    }

    pub(super) fn members(&mut self, members: &[json::Member], slots: &mut [&mut dyn json::Slot]) {
        self.object(|r| r.structure(members, slots));
    }

    /// Reads the body as one object.
    pub(super) fn object<T>(&mut self, f: impl FnOnce(&mut json::Reader<'_>) -> T) -> Option<T> {
        // No body is the empty object: what is missing is then noted member by member.
        let text = if self.body().is_empty() {
            b"{}"
        } else {
            self.body()
        };
        self.json(text, "", |r| Some(f(r)))
    }

    pub(super) fn payload<'s, T>(
        &'s mut self,
        member: &'static str,
        f: impl FnOnce(&mut json::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        if self.body().is_empty() {
            return None;
        }
        self.json(self.body(), &pointer(member), f)
    }

    pub(super) fn payload_structure<'s, T>(
        &'s mut self,
        member: &'static str,
        f: impl FnOnce(&mut json::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        if is_empty_object(self.body()) {
            None
        } else {
            self.payload(member, f)
        }
    }

    pub(super) fn required_payload<'s, T>(
        &'s mut self,
        member: &'static str,
        f: impl FnOnce(&mut json::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        if !self.body().is_empty() {
            return self.json(self.body(), &pointer(member), f);
        }
        if self.problems.is_server() {
            self.problems
                .violation(Broken::Missing(member).at(String::new()));
            return None;
        }
        self.zero(f)
    }

    pub(super) fn payload_blob(&mut self) -> Option<Blob> {
        (!self.body().is_empty()).then(|| self.required_payload_blob())
    }

    pub(super) fn required_payload_blob(&mut self) -> Blob {
        Blob::from(self.body().to_vec())
    }

    pub(super) fn payload_text<'s, T>(
        &'s mut self,
        member: &'static str,
        f: impl FnOnce(&mut text::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        if self.body().is_empty() {
            None
        } else {
            self.required_payload_text(member, f)
        }
    }

    pub(super) fn required_payload_text<'s, T>(
        &'s mut self,
        member: &'static str,
        f: impl FnOnce(&mut text::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        match std::str::from_utf8(self.body()) {
            Ok(text) => f(&mut text::Reader::new(
                Binding::Payload,
                member,
                vec![text.into()],
                &mut self.problems,
            )),
            Err(_) => {
                self.problems.malformed(pointer(member), "must be UTF-8");
                None
            }
        }
    }

    /// The zero of a payload's type, as the JSON reader has it for a required member that is
    /// missing.
    fn zero<'s, T>(&'s mut self, f: impl FnOnce(&mut json::Reader<'s>) -> Option<T>) -> Option<T> {
        self.json(b"{}", "", |r| r.zero(f))
    }

    /// Reads one JSON text as a whole. What is wrong with it is noted below the path.
    fn json<'s, T>(
        &'s mut self,
        text: &'s [u8],
        path: &str,
        f: impl FnOnce(&mut json::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        let mut reader = if self.problems.is_server() {
            json::Reader::server(text)
        } else {
            json::Reader::client(text)
        };
        let value = f(&mut reader);
        self.problems.json(reader.outcome(path));
        value
    }

    fn field(&mut self, member: &str, name: &str) -> Option<Cow<'a, str>> {
        match fields::value(self.headers, name)? {
            Ok(value) => Some(value),
            Err(problem) => {
                self.problems.malformed(pointer(member), problem);
                None
            }
        }
    }
}

/// The JSON pointer of a member of the input or the output.
pub(super) fn pointer(member: &str) -> String {
    let mut path = String::new();
    json::push_segment(&mut path, member);
    path
}

/// Whether the text is `{}`, which a client writes for a structure that is not set.
fn is_empty_object(text: &[u8]) -> bool {
    // The four kinds of space that JSON has; a form feed, say, is none.
    let mut rest = text
        .iter()
        .filter(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t'));
    rest.next() == Some(&b'{') && rest.next() == Some(&b'}') && rest.next().is_none()
}
