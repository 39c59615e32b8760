//! The web socket, by a client of another's making, over loopback and on the manual clock.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

#[path = "../common/mod.rs"]
mod common;

mod ends;
mod frames;
mod scenes;
mod several;
