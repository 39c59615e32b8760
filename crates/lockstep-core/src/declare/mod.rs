//! The declarations of generated code: each macro takes what the model says and adds what follows from it, which is the
//! same for every enum and every error.
//!
//! Whoever opens a generated file sees the declaration alone. What a macro adds is in the crate's documentation like any
//! other item, and its doc comment here says what that is.

mod constructor;
mod enumeration;
mod error;
mod structure;
