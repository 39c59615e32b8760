//! Reads a request, on a server.

use ::http::{HeaderMap, header};

use super::{
    message_reader::{Message, pointer},
    query::QueryReader,
    uri,
};
use crate::{
    Blob, Body, Rejection,
    constraint::{Constrained, Constraints},
    json,
    operation::{BodyKind, OperationSpec},
    text::{self, Binding},
};

/// The parts of a request that members are bound to, as they came.
#[derive(Clone, Copy)]
pub struct RequestParts<'a> {
    /// The text of each label, by its name: one segment of the path, or several in a greedy label,
    /// not yet decoded.
    pub labels: &'a [(&'a str, &'a str)],
    /// The query without its `?`, not yet decoded.
    pub query: &'a str,
    /// The header fields.
    pub headers: &'a HeaderMap,
    /// The body as a whole.
    pub body: &'a [u8],
}

/// Shows no value, because each may be a secret.
impl std::fmt::Debug for RequestParts<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RequestParts")
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// Reads each member of an operation's input from where it is bound.
///
/// Problems are kept and told by [`RequestReader::finish`], so that one answer names every
/// violation of a request.
pub struct RequestReader<'a> {
    spec: &'static OperationSpec,
    parts: RequestParts<'a>,
    query: QueryReader<'a>,
    message: Message<'a>,
    stream: Body,
}

/// Shows no value, because each may be a secret.
impl std::fmt::Debug for RequestReader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RequestReader")
            .field("operation", &self.spec.name)
            .finish_non_exhaustive()
    }
}

impl<'a> RequestReader<'a> {
    /// Starts to read a request of an operation.
    #[must_use]
    pub const fn new(spec: &'static OperationSpec, parts: RequestParts<'a>) -> Self {
        Self {
            spec,
            parts,
            query: QueryReader::new(parts.query),
            message: Message::new(parts.headers, parts.body, true),
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

    /// A member with `@httpLabel`, which is always required. Its text is decoded once; an empty one
    /// is an empty string.
    pub fn label<'s, T>(
        &'s mut self,
        name: &'static str,
        f: impl FnOnce(&mut text::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        let Some((_, raw)) = self.parts.labels.iter().find(|(label, _)| *label == name) else {
            return self.message.missing(Binding::Label, name, f);
        };
        match uri::decode(raw) {
            Ok(text) => f(&mut text::Reader::new(
                Binding::Label,
                name,
                vec![text],
                &mut self.message.problems,
            )),
            Err(problem) => {
                self.message.problems.malformed(pointer(name), problem);
                None
            }
        }
    }

    /// A member with `@httpQuery`. `None` if there is no such parameter, or after a problem was
    /// noted. Of a repeated parameter a member that is not a list takes the first.
    pub fn query<'s, T>(
        &'s mut self,
        member: &'static str,
        name: &str,
        f: impl FnOnce(&mut text::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        let values = self.query.values(name, &mut self.message.problems);
        if values.is_empty() {
            return None;
        }
        f(&mut text::Reader::new(
            Binding::Query,
            member,
            values,
            &mut self.message.problems,
        ))
    }

    /// A required member with `@httpQuery`. If it is missing, that is a violation.
    pub fn required_query<'s, T>(
        &'s mut self,
        member: &'static str,
        name: &str,
        f: impl FnOnce(&mut text::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        let values = self.query.values(name, &mut self.message.problems);
        // In a query that cannot be decoded nothing is known to be missing.
        if values.is_empty() && self.query.is_malformed() {
            return None;
        }
        if values.is_empty() {
            return self.message.missing(Binding::Query, member, f);
        }
        f(&mut text::Reader::new(
            Binding::Query,
            member,
            values,
            &mut self.message.problems,
        ))
    }

    /// A member with `@httpQueryParams`: `f` calls [`text::Reader::map`]. `None` if there is no
    /// parameter. The map holds every parameter of the request but the excluded ones; Smithy's own
    /// suite wants those of `@httpQuery` in it too.
    pub fn query_params<'s, T>(
        &'s mut self,
        member: &'static str,
        excluded: &[&str],
        f: impl FnOnce(&mut text::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        let entries = self.query.entries(excluded, &mut self.message.problems);
        if entries.is_empty() {
            return None;
        }
        f(&mut text::Reader::of_map(
            Binding::Query,
            member,
            entries,
            &mut self.message.problems,
        ))
    }

    /// A required member with `@httpQueryParams`. An empty map writes no parameter, so none is the
    /// empty map.
    pub fn required_query_params<'s, T>(
        &'s mut self,
        member: &'static str,
        excluded: &[&str],
        f: impl FnOnce(&mut text::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        let entries = self.query.entries(excluded, &mut self.message.problems);
        f(&mut text::Reader::of_map(
            Binding::Query,
            member,
            entries,
            &mut self.message.problems,
        ))
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

    /// A required member with `@httpHeader`. If it is missing, that is a violation.
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

    /// A member with `@httpPayload` that is a structure. `None` if the body is empty or an empty
    /// object, which is what clients send for a structure that is not set, or after a problem was
    /// noted.
    pub fn payload_structure<'s, T>(
        &'s mut self,
        member: &'static str,
        f: impl FnOnce(&mut json::Reader<'s>) -> Option<T>,
    ) -> Option<T> {
        self.message.payload_structure(member, f)
    }

    /// A required member with `@httpPayload` that is JSON. If it is missing, that is a violation.
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

    /// The value that was read for a member, whose constraints are checked now: those of a blob
    /// that is the whole body.
    pub fn check<T: Constrained>(
        &mut self,
        member: &'static str,
        constraints: &'static Constraints,
        value: Option<T>,
    ) -> Option<T> {
        let problems = &mut self.message.problems;
        if let Some(value) = &value {
            constraints.check(value, |broken| {
                problems.violation(broken.at(pointer(member)))
            });
        }
        value
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

    /// The value that was read, if nothing is wrong with the request.
    ///
    /// # Errors
    ///
    /// What cannot be parsed, or else every violation of the request's labels, query, headers and
    /// body.
    pub fn finish<T>(mut self, value: Option<T>) -> Result<T, Rejection> {
        // An input without members reads nothing of its body, which has to be an object all the same, if it says
        // that it is JSON.
        if matches!(self.spec.request_body, BodyKind::EmptyObject)
            && self.parts.headers.contains_key(header::CONTENT_TYPE)
        {
            self.message.members(&[], &mut []);
        }
        self.message.problems.reject(value)
    }
}
