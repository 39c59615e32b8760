//! The constraint traits of Smithy: `@length`, `@range`, `@pattern`, `@uniqueItems`, `@required`
//! and the sets of values of enums.
//!
//! A server checks them while it reads a request; [`Validator`] checks the same on a finished
//! value, with the same texts and paths.

mod broken;
mod constrained;
mod constraints;
#[cfg(feature = "pattern")]
mod pattern;
mod validator;

pub use broken::Broken;
pub use constrained::Constrained;
pub use constraints::Constraints;
#[cfg(feature = "pattern")]
pub use pattern::Pattern;
pub use validator::{Validate, Validator};

pub(crate) use validator::unique_items;
