//! Errors: one structure of the model, and all that an operation lists.

use std::{error::Error, fmt};

use crate::{Failure, http};

/// A structure with the `@error` trait.
pub trait ModeledError: Error + Sized {
    /// The shape name, as it is sent in `x-amzn-errortype`.
    const NAME: &'static str;
    /// The HTTP status: `@httpError`, else 400 for a client's error and 500 for a server's.
    const STATUS: u16;
    /// The member `message` in any case, if the structure has one and it is set.
    fn message(&self) -> Option<&str>;
    /// Writes the members, with the name and the status.
    fn write_error(&self, to: &mut http::ResponseWriter);
    /// Reads the members. `None` says that the problem is noted in the reader.
    fn read_error(from: &mut http::ResponseReader<'_>) -> Option<Self>;
}

/// What `Display` shows of a modeled error: its name, and its message if it has one.
///
/// # Errors
///
/// If the formatter fails.
pub fn describe<E: ModeledError>(error: &E, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match error.message() {
        Some(message) => write!(f, "{}: {message}", E::NAME),
        None => f.write_str(E::NAME),
    }
}

/// A modeled error of any type, to be written.
pub trait AnyError: Error {
    /// Writes the members, with the name and the status.
    fn write(&self, to: &mut http::ResponseWriter);
}

impl<E: ModeledError> AnyError for E {
    fn write(&self, to: &mut http::ResponseWriter) {
        self.write_error(to);
    }
}

/// The errors of one operation as an enum; [`operation_errors!`](crate::operation_errors) declares one.
pub trait OperationError: Error + From<Failure> {
    /// The modeled error, or what stands in for one that the model does not list.
    ///
    /// # Errors
    ///
    /// The failure, where it is none of the modeled errors.
    fn modeled(&self) -> Result<&dyn AnyError, &Failure>;

    /// Reads the error of this code. `None` is a code that the operation does not list, or a body that cannot be read.
    fn read(code: &str, from: &mut http::ResponseReader<'_>) -> Option<Self>;

    /// Writes the error, with its name and its status.
    fn write(&self, to: &mut http::ResponseWriter) {
        match self.modeled() {
            Ok(error) => error.write(to),
            Err(failure) => to.failure(failure),
        }
    }

    /// What `Display` shows: what it shows of the error within.
    ///
    /// # Errors
    ///
    /// If the formatter fails.
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.modeled() {
            Ok(error) => fmt::Display::fmt(error, f),
            Err(failure) => fmt::Display::fmt(failure, f),
        }
    }

    /// What led to the error: modeled errors have no source.
    fn cause(&self) -> Option<&(dyn Error + 'static)> {
        self.modeled().err().and_then(Failure::source)
    }
}
