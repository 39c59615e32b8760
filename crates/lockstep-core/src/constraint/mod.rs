//! The constraint traits of Smithy: `@length`, `@range`, `@pattern`, `@uniqueItems`, `@required`
//! and the sets of values of enums.
//!
//! A server checks them while it reads a request. A finished input is checked by the same code:
//! [`Input::validate`](crate::operation::Input::validate) writes it and reads what was written.

mod broken;
pub(crate) mod checked;
mod constrained;
mod constraints;
#[cfg(feature = "pattern")]
mod pattern;
mod unique;

pub use broken::Broken;
pub use constrained::Constrained;
pub use constraints::Constraints;
#[cfg(feature = "pattern")]
pub use pattern::Pattern;

pub use unique::Repeated;
pub(crate) use unique::{repeated, repeated_texts};
