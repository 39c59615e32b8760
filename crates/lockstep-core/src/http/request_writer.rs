//! Writes a request, on a client.

use ::http::{Request, Uri};

use super::{
    host,
    message_writer::{Message, unwritable},
    query::QueryWriter,
    uri,
};
use crate::{
    Blob, Body, WriteError, json,
    operation::{OperationSpec, Segment},
    text::{self, Binding},
};

/// Writes each member of an operation's input to where it is bound.
///
/// The first problem is kept and told by [`RequestWriter::finish`], so that generated code is a
/// list of calls.
pub struct RequestWriter<'a> {
    spec: &'static OperationSpec,
    new_token: &'a mut dyn FnMut() -> String,
    labels: Vec<(String, String)>,
    host_labels: Vec<(&'static str, String)>,
    query: QueryWriter,
    message: Message,
}

/// Shows no value of the input, which may be a secret.
impl std::fmt::Debug for RequestWriter<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RequestWriter")
            .field("operation", &self.spec.name)
            .finish_non_exhaustive()
    }
}

impl<'a> RequestWriter<'a> {
    /// Starts the request of an operation. `new_token` makes the idempotency tokens that the caller
    /// did not give.
    pub fn new(spec: &'static OperationSpec, new_token: &'a mut dyn FnMut() -> String) -> Self {
        Self {
            spec,
            new_token,
            labels: Vec::new(),
            host_labels: Vec::new(),
            query: QueryWriter::new(spec.query),
            message: Message::new(spec.request_body),
        }
    }

    /// A member with `@httpLabel`.
    ///
    /// Its text must not be empty, `.` or `..`, nor, in a greedy label, hold such a segment: URL
    /// libraries remove these, and the request would reach another operation.
    pub fn label<T: ?Sized>(
        &mut self,
        name: &str,
        value: &T,
        f: impl FnOnce(&mut text::Writer, &T),
    ) {
        let mut text = text::Writer::write(Binding::Label, |w| f(w, value))
            .values
            .concat();
        let instead = self
            .spec
            .empty_labels
            .iter()
            .find(|(label, _)| *label == name);
        if let Some((_, instead)) = instead.filter(|_| text.is_empty()) {
            text = (*instead).to_owned();
        }
        let greedy = self
            .spec
            .segments()
            .any(|segment| matches!(segment, Segment::Greedy(label) if label == name));
        let segments: Vec<&str> = if greedy {
            text.split('/').collect()
        } else {
            vec![&text]
        };
        if segments
            .iter()
            .any(|segment| matches!(*segment, "" | "." | ".."))
        {
            let problem = "must not hold a path segment that is empty, '.' or '..'";
            self.message.fail(format!("the label {name:?}"), problem);
        }
        let encoded: Vec<_> = segments.into_iter().map(uri::encode).collect();
        self.labels.push((name.to_owned(), encoded.join("/")));
    }

    /// A member with `@hostLabel`, in addition to where else it stands.
    ///
    /// Its text must be a single label of a host's name (RFC 1123): up to 63 letters, digits and
    /// hyphens, and no hyphen at either end.
    pub fn host_label<T: ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
        f: impl FnOnce(&mut text::Writer, &T),
    ) {
        let text = text::Writer::text_of(|w| f(w, value));
        if !host::is_label(&text) {
            let problem = "must be up to 63 letters, digits and hyphens, with no hyphen at an end";
            self.message
                .fail(format!("the host label {name:?}"), problem);
        }
        self.host_labels.push((name, text));
    }

    /// A member with `@httpQuery`. A list becomes one parameter for each element, and none if it is
    /// empty.
    pub fn query<T: ?Sized>(
        &mut self,
        name: &str,
        value: &T,
        f: impl FnOnce(&mut text::Writer, &T),
    ) {
        let written = text::Writer::write(Binding::Query, |w| f(w, value));
        self.query.add(name, &written);
    }

    /// An optional member with `@httpQuery`.
    pub fn optional_query<T>(
        &mut self,
        name: &str,
        value: &Option<T>,
        f: impl FnOnce(&mut text::Writer, &T),
    ) {
        if let Some(value) = value {
            self.query(name, value, f);
        }
    }

    /// A member with `@httpQueryParams`, a map of strings or of lists: `f` calls
    /// [`text::Writer::map`]. Literals and members with `@httpQuery` win.
    pub fn query_params<T: ?Sized>(&mut self, value: &T, f: impl FnOnce(&mut text::Writer, &T)) {
        for (name, written) in text::Writer::write(Binding::Query, |w| f(w, value)).entries {
            self.query.add_entry(&name, &written);
        }
    }

    /// An optional member with `@httpQueryParams`.
    pub fn optional_query_params<T>(
        &mut self,
        value: &Option<T>,
        f: impl FnOnce(&mut text::Writer, &T),
    ) {
        if let Some(value) = value {
            self.query_params(value, f);
        }
    }

    /// A member with `@idempotencyToken`: the one that was given, or a fresh one.
    pub fn token(&mut self, given: &Option<String>) -> String {
        given.clone().unwrap_or_else(|| (self.new_token)())
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

    /// An optional member with `@httpPayload` that is a structure. If it is not set, an empty
    /// object stands for it, because restJson1 sends a JSON document with every request that may
    /// hold one.
    pub fn optional_payload_structure<T>(
        &mut self,
        value: &Option<T>,
        f: impl FnOnce(&mut json::Writer, &T),
    ) {
        match value {
            Some(value) => self.message.payload(value, f),
            None => self.message.body(|_| {}),
        }
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

    /// The payload of an input with a stream, see
    /// [`ClientOperation::take_stream`](crate::operation::ClientOperation::take_stream).
    pub fn stream(&mut self, stream: Body) {
        self.message.stream(stream);
    }

    /// The request, with the path and the query alone as its URI; if something stands before the
    /// endpoint's host, it has the extension [`HostPrefix`](super::HostPrefix).
    ///
    /// # Errors
    ///
    /// The first member that cannot be written.
    pub fn finish(mut self) -> Result<Request<Body>, WriteError> {
        let uri = self.uri();
        let host_prefix = host::prefix(self.spec.host_prefix, &self.host_labels);
        let operation = self.spec.name;
        for (name, value) in self.spec.headers {
            self.message.fixed_header(name, value);
        }
        let (headers, body) = self.message.finish()?;
        let uri = uri?;
        let mut request = Request::builder()
            .method(self.spec.method)
            .uri(uri)
            .body(body)
            .map_err(|error| unwritable(operation, format!("cannot be a request: {error}")))?;
        *request.headers_mut() = headers;
        if let Some(host_prefix) = host_prefix? {
            request.extensions_mut().insert(host_prefix);
        }
        Ok(request)
    }

    fn uri(&mut self) -> Result<Uri, WriteError> {
        let mut text = String::new();
        for segment in self.spec.segments() {
            text.push('/');
            match segment {
                Segment::Literal(literal) => text.push_str(literal),
                Segment::Label(name) | Segment::Greedy(name) => {
                    let Some((_, value)) = self.labels.iter().find(|(label, _)| label == name)
                    else {
                        return Err(unwritable(format!("the label {name:?}"), "has no value"));
                    };
                    text.push_str(value);
                }
            }
        }
        if text.is_empty() {
            text.push('/');
        }
        self.query.append_to(&mut text);
        text.try_into()
            .map_err(|_| unwritable(self.spec.name, "has a URI that is too long or not valid"))
    }
}
