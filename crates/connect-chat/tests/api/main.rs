//! The operations and their rules, through the generated client on the router.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

#[path = "../common/mod.rs"]
mod common;

mod contacts;
mod errors;
mod participants;
mod start;
mod start_rules;
mod timers;
mod transfers;
