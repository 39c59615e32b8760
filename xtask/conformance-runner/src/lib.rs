//! Runs the protocol tests of a Smithy model against its generated client and server.
//!
//! `cargo xtask conformance` generates the three crates of a service and, beside them, a harness: for each type how it
//! is made of a case's `params` ([`Value`]), for each operation how the generated client calls it, and a handler that
//! does as a case says ([`Stage`]). All else is here and knows no service: the cases ([`cases`]), what each of the five
//! kinds does ([`kinds`]), what is compared ([`compare`]), and the table in the end ([`report`]). The cases are read when
//! the harness runs, so a thousand of them need no code of their own.
//!
//! Client and server meet the cases over transports within the process: no socket is opened.

// What a harness names.
mod suite;
mod value;

mod given;
mod members;
mod params;
mod shown;
mod simple;
mod stage;
mod stream;
mod subject;

// What is done with it.
pub mod breaks;
pub mod cases;
pub mod compare;
pub mod kinds;
pub mod report;
pub mod round_trip;
pub mod wire;

mod guarded;
mod plan;
mod progress;
mod run;
mod self_test;
mod transport;

pub use given::{Given, Misfit, Side};
pub use members::Members;
pub use params::Params;
pub use run::main;
pub use shown::Shown;
pub use stage::Stage;
pub use stream::collected;
pub use subject::{Call, Calling, Outcome, Returned, Subject, operation};
pub use suite::Suite;
pub use value::{Errors, Value};
