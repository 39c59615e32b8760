//! The runtime of a Lockstep server stub: routes, limits, authentication, and every error as an answer.
//!
//! A server crate that is generated from a model has one trait for its service and a function that
//! makes a [`Service`] of an implementation. From there on it is axum's world:
//! [`Service::into_router`] gives an [`axum::Router`] for `axum::serve`, layers and nesting.
//!
//! axum only carries. The route table is this crate's own, because Smithy allows what axum's router
//! does not: operations told apart by a query literal, segments behind a greedy label, empty
//! labels. Every answer has the protocol's form, whoever makes it: a request id, a `Date`, and for
//! an error its type in a header and its message as JSON. What a handler fails with inside goes to
//! the log, through [`tracing`], and never to the client.
//!
//! Who calls is verified by the schemes that the model names and the keys that the program gives, and may then be asked
//! of a hook of the program's: see [`auth`].
//!
//! The feature `gzip` is for operations that take compressed bodies, and `sigv4` for callers that sign their requests;
//! a generated server turns each on where its model needs it. The feature `sha2` is for servers of bulk bodies that are
//! signed: it hashes with the processor's own instructions, which is six times as fast on x86-64, and costs eight
//! crates.

// What a program sees.
mod service;

pub mod auth;
mod context;
mod limits;

// The way of a request.
mod dispatch;
mod request_body;

// What generated code declares.
mod declare;

mod table;

mod operation;

// What may go wrong on it.
mod panics;
mod refusal;

/// axum's, which generated code names.
#[doc(no_inline)]
pub use axum::Router;
pub use lockstep_core::Failure;

pub use crate::context::RequestContext;
pub use crate::dispatch::Dispatcher;
pub use crate::limits::Limits;
pub use crate::service::{Conflict, Service};
