//! What a handler knows about its request besides the input.

use std::fmt;
use std::net::SocketAddr;
use std::time::Instant;

use http::{Extensions, HeaderMap};
use lockstep_core::operation::{OperationSpec, ServiceSpec};
use uuid::Uuid;

use crate::auth::Identity;

/// The circumstances of one call: who asked, for which operation, under which id, until when.
///
/// The server makes one for every request and gives it to the handler together with the input. A
/// test that calls a handler without a server makes one with [`RequestContext::new`].
#[derive(Clone)]
pub struct RequestContext {
    service: &'static ServiceSpec,
    operation: &'static OperationSpec,
    request_id: String,
    identity: Identity,
    headers: HeaderMap,
    peer: Option<SocketAddr>,
    deadline: Option<Instant>,
    extensions: Extensions,
}

impl RequestContext {
    /// A context with a fresh request id, an anonymous caller, no headers, no peer and no deadline.
    pub fn new(service: &'static ServiceSpec, operation: &'static OperationSpec) -> Self {
        Self {
            service,
            operation,
            request_id: new_request_id(),
            identity: Identity::anonymous(),
            headers: HeaderMap::new(),
            peer: None,
            deadline: None,
            extensions: Extensions::new(),
        }
    }

    /// The context of a request that has just been routed.
    pub(crate) fn of_request(
        service: &'static ServiceSpec,
        operation: &'static OperationSpec,
        request_id: String,
        head: http::request::Parts,
    ) -> Self {
        let peer = head
            .extensions
            .get::<axum::extract::ConnectInfo<SocketAddr>>();
        Self {
            service,
            operation,
            request_id,
            identity: Identity::anonymous(),
            peer: peer.map(|info| info.0),
            headers: head.headers,
            deadline: None,
            extensions: head.extensions,
        }
    }

    /// The same with another caller: a test passes in here what authentication would find out.
    #[must_use]
    pub fn with_identity(mut self, identity: Identity) -> Self {
        self.identity = identity;
        self
    }

    pub(crate) fn set_identity(&mut self, identity: Identity) {
        self.identity = identity;
    }

    pub(crate) fn set_deadline(&mut self, deadline: Instant) {
        self.deadline = Some(deadline);
    }

    /// The service that the operation belongs to.
    pub fn service(&self) -> &'static ServiceSpec {
        self.service
    }

    /// The operation that was asked for, with its name and its HTTP binding.
    pub fn operation(&self) -> &'static OperationSpec {
        self.operation
    }

    /// The request's id, a version 4 UUID; the answer carries it as `x-amzn-RequestId`, unless the
    /// output has a member of its own in that header.
    pub fn request_id(&self) -> &str {
        &self.request_id
    }

    /// Who calls, as far as that is verified; anonymous where the operation asks for no authentication, or the program
    /// has set none ([`Service::authentication`](crate::Service::authentication)).
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The request's headers as they came, those that are bound to members included; only a
    /// compression that the server has undone is no longer in `Content-Encoding`.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub(crate) fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// The other end of the connection, if the program serves with
    /// `into_make_service_with_connect_info::<SocketAddr>()`; behind a proxy this is the proxy.
    pub fn peer(&self) -> Option<SocketAddr> {
        self.peer
    }

    /// When the server gives up waiting and drops the handler, if
    /// [`Limits::handler_time`](crate::Limits::handler_time) sets an end.
    pub fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// What layers in front of the service have put on the request.
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// The same, to be added to: a test passes in here what a layer would.
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        &mut self.extensions
    }
}

/// Shows the names of the headers and no value: they hold signatures, tokens and cookies.
impl fmt::Debug for RequestContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.keys().collect();
        f.debug_struct("RequestContext")
            .field("service", &self.service.name)
            .field("operation", &self.operation.name)
            .field("request_id", &self.request_id)
            .field("identity", &self.identity)
            .field("headers", &headers)
            .field("peer", &self.peer)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

/// A fresh request id in the usual form of 36 characters.
pub(crate) fn new_request_id() -> String {
    Uuid::new_v4().to_string()
}
