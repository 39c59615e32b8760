//! Amazon Connect chat on your own machine: a library and a program.
//!
//! What this crate knows of a chat stands in [`contact`], with the names in [`ids`] and the times in
//! [`moment`], read from the [`clock`]; the timers are those of `chat-timeouts`. What becomes of a chat with
//! its participants is decided in [`conversation`]. All of it lives in a [`store`], where each operation is one
//! call that is synced to the disk before it is answered, and what it has recorded is handed to a [`hub`]. [`server`] puts an API on a
//! port, with a health route beside it, as [`config`] says.
//!
//! [`timekeeper`] lets the timers run out, [`flows`] tells what is to become of a chat then, and [`control`] has
//! the routes by which a manual clock is moved. [`testing`] starts all of it inside a test, in one line.
//!
//! Participants come in by a [`connection`], [`talk`], share files as an [`attachment`], and listen at a [`socket`].
//!
//! None of these modules names a type of the wire. [`service`] implements the generated servers on them; what it
//! reads and writes is turned into their types, and back, in the one folder that knows both, `convert`.
//!
//! Much of what Amazon Connect does is documented nowhere. Where that left a choice, the choice and its
//! reason stand at the item that makes it, marked \[ours\]; those of the timers can be made otherwise, as
//! [`choices`] has them.

pub mod access_keys;
pub mod attachment;
pub mod choices;
pub mod clock;
pub mod config;
pub mod connection;
pub mod contact;
pub mod control;
pub mod conversation;
pub mod flows;
pub mod hub;
pub mod ids;
pub mod item;
pub mod moment;
pub mod participant;
pub mod quotas;
pub mod server;
pub mod service;
pub mod socket;
pub mod store;
pub mod talk;
pub mod testing;
pub mod timekeeper;
pub mod transfer;

mod convert;
mod declare;
mod logging;
mod refusal;
mod rules;
