//! Writes a response, on a server.

use std::{error::Error, fmt, ops::Range, sync::Arc};

use ::http::{Response, StatusCode};

use super::message_writer::Message;
use crate::{
    Blob, Body, Failure, Rejection, WriteError, json,
    operation::{ErrorSpec, OperationSpec, ServiceSpec},
    text,
};

/// Writes each member of an operation's output, or an error, to where it is bound.
///
/// The first problem is kept and told by [`ResponseWriter::finish`], so that generated code is a
/// list of calls.
#[derive(Debug)]
pub struct ResponseWriter {
    spec: &'static OperationSpec,
    service: &'static ServiceSpec,
    status: StatusCode,
    message: Message,
    /// Whether the members are those of an error.
    is_error: bool,
    source: Option<Arc<dyn Error + Send + Sync + 'static>>,
}

impl ResponseWriter {
    /// Starts the successful response of an operation.
    #[must_use]
    pub fn new(spec: &'static OperationSpec, service: &'static ServiceSpec) -> Self {
        let mut writer = Self {
            spec,
            service,
            status: StatusCode::OK,
            message: Message::new(spec.response_body).answering(spec.method),
            is_error: false,
            source: None,
        };
        writer.set_status(spec.status, 200..600);
        writer
    }

    /// A member with `@httpResponseCode`: 200 to 399, because every other final status says to a
    /// client that the body is no output. An error's may be any final status.
    pub fn status(&mut self, code: impl TryInto<u16>) {
        let allowed = if self.is_error { 200..600 } else { 200..400 };
        self.set_status(code, allowed);
    }

    fn set_status(&mut self, code: impl TryInto<u16>, allowed: Range<u16>) {
        match code
            .try_into()
            .ok()
            .filter(|code| allowed.contains(code))
            .map(StatusCode::from_u16)
        {
            Some(Ok(status)) => self.status = status,
            _ => self.message.fail("the status code", Outside(allowed)),
        }
    }

    /// An optional member with `@httpResponseCode`. If it is not set, the operation's own status
    /// holds.
    pub fn optional_status<T: TryInto<u16> + Copy>(&mut self, code: &Option<T>) {
        if let Some(code) = code {
            self.status(*code);
        }
    }

    /// A member with `@httpHeader`.
    pub fn header<T: ?Sized>(
        &mut self,
        name: &str,
        value: &T,
        f: impl FnOnce(&mut text::Writer, &T),
    ) {
        self.message.header(name, value, f);
    }

    /// An optional member with `@httpHeader`. An empty string or list is a header with an empty
    /// value.
    pub fn optional_header<T>(
        &mut self,
        name: &str,
        value: &Option<T>,
        f: impl FnOnce(&mut text::Writer, &T),
    ) {
        if let Some(value) = value {
            self.message.header(name, value, f);
        }
    }

    /// A member with `@httpPrefixHeaders`, a map: `f` calls [`text::Writer::map`]. A header of
    /// `@httpHeader` wins.
    pub fn prefix_headers<T: ?Sized>(
        &mut self,
        prefix: &str,
        value: &T,
        f: impl FnOnce(&mut text::Writer, &T),
    ) {
        self.message.prefix_headers(prefix, value, f);
    }

    /// An optional member with `@httpPrefixHeaders`.
    pub fn optional_prefix_headers<T>(
        &mut self,
        prefix: &str,
        value: &Option<T>,
        f: impl FnOnce(&mut text::Writer, &T),
    ) {
        if let Some(value) = value {
            self.message.prefix_headers(prefix, value, f);
        }
    }

    /// Writes the members without another binding, under these names, to the body, in their order. There is a body even
    /// if no member is set.
    pub fn members(&mut self, members: &[(&str, &dyn json::Field)]) {
        self.message.body(|w| w.members(members));
    }

    /// Writes the whole structure to the body, if all of its members stand there.
    pub fn structure(&mut self, value: &impl json::Shape) {
        self.message.payload(value, json::Writer::shape);
    }

    /// A member with `@httpPayload` that is JSON: a structure, union, list, map or document.
    pub fn payload<T: ?Sized>(&mut self, value: &T, f: impl FnOnce(&mut json::Writer, &T)) {
        self.message.payload(value, f);
    }

    /// An optional member with `@httpPayload` that is JSON. There is no body if it is not set.
    pub fn optional_payload<T>(
        &mut self,
        value: &Option<T>,
        f: impl FnOnce(&mut json::Writer, &T),
    ) {
        match value {
            Some(value) => self.message.payload(value, f),
            None => self.message.no_payload(),
        }
    }

    /// An optional member with `@httpPayload` that is a structure. There is no body if it is not
    /// set.
    pub fn optional_payload_structure<T>(
        &mut self,
        value: &Option<T>,
        f: impl FnOnce(&mut json::Writer, &T),
    ) {
        self.optional_payload(value, f);
    }

    /// A member with `@httpPayload` that is a blob.
    pub fn payload_blob(&mut self, value: &Blob) {
        self.message.payload_blob(value);
    }

    /// An optional member with `@httpPayload` that is a blob.
    pub fn optional_payload_blob(&mut self, value: &Option<Blob>) {
        match value {
            Some(value) => self.message.payload_blob(value),
            None => self.message.no_payload(),
        }
    }

    /// A member with `@httpPayload` that is a string or an enum.
    pub fn payload_text<T: ?Sized>(&mut self, value: &T, f: impl FnOnce(&mut text::Writer, &T)) {
        self.message.payload_text(value, f);
    }

    /// An optional member with `@httpPayload` that is a string or an enum.
    pub fn optional_payload_text<T>(
        &mut self,
        value: &Option<T>,
        f: impl FnOnce(&mut text::Writer, &T),
    ) {
        match value {
            Some(value) => self.message.payload_text(value, f),
            None => self.message.no_payload(),
        }
    }

    /// The payload of an output with a stream, see
    /// [`ServerOperation::take_stream`](crate::operation::ServerOperation::take_stream).
    pub fn stream(&mut self, stream: Body) {
        self.message.stream(stream);
    }

    /// A modeled error in place of the output. `f` writes its members.
    pub fn error(&mut self, name: &'static str, status: u16, f: impl FnOnce(&mut Self)) {
        self.message.reset();
        self.is_error = true;
        self.set_status(status, 200..600);
        f(self);
        self.message.error_type(name);
    }

    /// A modeled error of which the body holds the message, under its name in JSON, and nothing
    /// else.
    pub fn error_with_message(
        &mut self,
        name: &'static str,
        status: u16,
        key: &str,
        message: Option<&str>,
    ) {
        self.error(name, status, |to| {
            to.message
                .body(|w| w.optional(key, &message, |w, message| w.string(*message)));
        });
    }

    /// An error that the model does not list. The client sees a fixed text; the source stays here,
    /// for the log.
    pub fn failure(&mut self, failure: &Failure) {
        self.source = failure.shared_source();
        if failure.is_not_implemented() {
            let message = self.service.internal.message;
            let spec = ErrorSpec::new("NotImplementedException", 501, message);
            self.plain_error(&spec, "The operation is not implemented.");
        } else {
            self.plain_error(&self.service.internal, "An internal error occurred.");
        }
    }

    /// The answer to a request that was not accepted.
    pub fn rejection(&mut self, rejection: &Rejection) {
        match rejection {
            Rejection::Malformed(..) => {
                let spec = self.spec.malformed.unwrap_or(self.service.malformed);
                self.plain_error(&spec, &rejection.to_string());
            }
            Rejection::Invalid(violations, _) => {
                let spec = self.spec.invalid.unwrap_or(self.service.invalid);
                self.error(spec.name, spec.status, |to| {
                    to.message.body(|w| {
                        w.member(spec.message, &rejection.to_string(), json::Writer::string);
                        for (name, text) in spec.members {
                            w.member(name, *text, json::Writer::string);
                        }
                        if let Some(list) = &spec.field_list {
                            w.member(list.name, violations, |w, violations| {
                                w.list(violations, |w, violation| {
                                    w.open();
                                    if let Some(name) = list.path {
                                        w.member(name, &violation.path, json::Writer::string);
                                    }
                                    if let Some(name) = list.message {
                                        w.member(name, &violation.message, json::Writer::string);
                                    }
                                    w.close();
                                });
                            });
                        }
                    });
                });
            }
        }
    }

    /// What the failure that was written came from, once.
    pub fn take_source(&mut self) -> Option<Arc<dyn Error + Send + Sync + 'static>> {
        self.source.take()
    }

    /// The response. A status that has no body by HTTP's own rules (204, 205, 304) gets none.
    ///
    /// # Errors
    ///
    /// The first member that cannot be written.
    pub fn finish(mut self) -> Result<Response<Body>, WriteError> {
        if matches!(
            self.status,
            StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT | StatusCode::NOT_MODIFIED
        ) {
            self.message.without_body();
        }
        let (headers, body) = self.message.finish()?;
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        *response.headers_mut() = headers;
        Ok(response)
    }

    fn plain_error(&mut self, spec: &ErrorSpec, message: &str) {
        self.error(spec.name, spec.status, |to| {
            to.message.body(|w| {
                w.member(spec.message, message, json::Writer::string);
                for (name, text) in spec.members {
                    w.member(name, *text, json::Writer::string);
                }
            });
        });
    }
}

/// What is wrong with a status beyond these.
struct Outside(Range<u16>);

impl fmt::Display for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "must be between {} and {}", self.0.start, self.0.end - 1)
    }
}

/// An error that belongs to the protocol and to no operation, such as an unknown path. It cannot
/// fail, because it is the last resort.
#[must_use]
pub fn error_response(
    service: &ServiceSpec,
    name: &'static str,
    status: StatusCode,
    message: &str,
) -> Response<Body> {
    let mut content = Message::new(crate::operation::BodyKind::Json);
    content.body(|w| w.member(service.internal.message, message, json::Writer::string));
    content.error_type(name);
    let (headers, body) = content.finish().unwrap_or_default();
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}
