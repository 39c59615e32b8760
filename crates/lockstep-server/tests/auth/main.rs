//! Who is let in: signatures, tokens and keys, by what the model asks for.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod client;
#[path = "../support/mod.rs"]
mod support;
mod vault;

mod authorize;
mod bodies;
mod choice;
mod log;
mod paths;
mod places;
mod queries;
mod rotation;
mod sessions;
mod signatures;
mod streams;
mod tokens;
mod unread;
