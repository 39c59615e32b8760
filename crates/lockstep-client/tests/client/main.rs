//! The client against loopback sockets, routers and services in memory.
//!
//! One program, so that it is linked once. No test sleeps: where time matters it is paused, and goes on when nothing else
//! is left to do.

// A test that fails should say where, and a panic does.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod operation;
mod secured;
mod server;

mod bounds;
mod failures;
mod limits;
mod proofs;
mod proxy;
mod retries;
mod router;
mod wire;

#[cfg(feature = "sigv4")]
mod signing;
