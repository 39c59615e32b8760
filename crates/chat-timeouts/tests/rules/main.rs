//! The rules of chat timeouts, each with tests that quote it. The tenth, which is about what the guide
//! leaves open, has its tests in `choices.rs`.

#[path = "../common/mod.rs"]
mod common;

mod people;
mod shown;
mod timers;
