//! The participant service, by its generated client over loopback.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

#[path = "../common/mod.rs"]
mod common;

mod attachments;
mod browsers;
mod connections;
mod dropped;
mod messages;
mod quotas;
mod terms;
mod transcripts;
