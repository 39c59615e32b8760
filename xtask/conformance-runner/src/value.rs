//! What a harness implements for each type of its service.

use crate::{Given, Misfit, Params};

/// A type that is made of a case's `params`, and shown in the same form.
///
/// `S` is a type of the harness: it lets a harness implement this trait for the types of another crate, and has no other
/// meaning.
///
/// Values are compared by how they are shown. That form leaves nothing out, because a harness takes each structure apart
/// member by member; it shows what `Debug` redacts; and it says the same of two NaNs, of which `PartialEq` says that they
/// differ.
pub trait Value<S>: Sized {
    /// Makes the value.
    ///
    /// # Errors
    ///
    /// Where and why the params are not such a value.
    fn build(given: &Given<'_, S>) -> Result<Self, Misfit>;

    /// The value in the form of params.
    fn show(&self) -> Params;
}

/// The enum of an operation's errors.
pub trait Errors<S>: Sized {
    /// Makes the error of a shape, which is named without its namespace. `None` if the operation does not list it.
    fn build(shape: &str, given: &Given<'_, S>) -> Option<Result<Self, Misfit>>;

    /// The error's shape and its members.
    fn show(&self) -> (String, Params);
}
