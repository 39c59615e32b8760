//! Modeled errors, and the enum of an operation's errors.

/// The errors of an operation: a variant for each structure that the model lists.
///
/// The macro adds the variant `Unhandled`, which holds a [`Failure`](crate::Failure), a `From` for each structure and
/// for the failure, `Display`, `Error`, and how the errors are read and written
/// ([`OperationError`](crate::operation::OperationError)).
#[macro_export]
macro_rules! operation_errors {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident { $($variant:ident($error:ident $(,)?)),* $(,)? }
    ) => {
        $(#[$attribute])*
        #[derive(Debug)]
        pub enum $name {
            $(
                #[doc = ::core::concat!("See [`struct@", ::core::stringify!($error), "`].")]
                $variant($error),
            )*
            /// None of the modeled errors.
            Unhandled($crate::Failure),
        }

        $(
            impl ::core::convert::From<$error> for $name {
                fn from(error: $error) -> Self {
                    Self::$variant(error)
                }
            }
        )*

        impl ::core::convert::From<$crate::Failure> for $name {
            fn from(failure: $crate::Failure) -> Self {
                Self::Unhandled(failure)
            }
        }

        impl $crate::operation::OperationError for $name {
            fn modeled(
                &self,
            ) -> ::core::result::Result<&dyn $crate::operation::AnyError, &$crate::Failure> {
                match self {
                    $(Self::$variant(error) => ::core::result::Result::Ok(error),)*
                    Self::Unhandled(failure) => ::core::result::Result::Err(failure),
                }
            }
            fn read(
                code: &str,
                from: &mut $crate::http::ResponseReader<'_>,
            ) -> ::core::option::Option<Self> {
                $(
                    if code == <$error as $crate::operation::ModeledError>::NAME {
                        return from.error(Self::$variant);
                    }
                )*
                let _ = (code, from);
                ::core::option::Option::None
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::operation::OperationError::show(self, f)
            }
        }

        impl ::core::error::Error for $name {
            fn source(&self) -> ::core::option::Option<&(dyn ::core::error::Error + 'static)> {
                $crate::operation::OperationError::cause(self)
            }
        }
    };
}

/// What makes a structure a modeled error, if it holds a message and nothing else: its name, its status, and the
/// message's name in JSON. `optional` says that the message may be missing, `required` that it may not; an `as` gives the
/// name on the wire, where it is not the type's.
///
/// The macro adds `new`, `Display`, `Error` and [`ModeledError`](crate::operation::ModeledError). Members besides the
/// message stand in braces behind it, in rows as [`structure!`](crate::structure) has them, and then `new` is not added.
/// With the name alone the macro adds `Display` and `Error`, for an error that stands in other places than the body.
///
/// ```
/// /// There is no such contact.
/// #[derive(Clone, Debug, PartialEq)]
/// pub struct ResourceNotFoundException {
///     /// What was not found.
///     pub message: Option<String>,
/// }
///
/// lockstep_core::modeled_error!(ResourceNotFoundException = 404, optional message "Message");
///
/// let error = ResourceNotFoundException::new("no contact c-1");
/// assert_eq!(error.to_string(), "ResourceNotFoundException: no contact c-1");
/// ```
#[macro_export]
macro_rules! modeled_error {
    ($name:ident) => {
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::operation::describe(self, f)
            }
        }

        impl ::core::error::Error for $name {}
    };
    (
        $name:ident = $status:literal, $presence:ident $message:ident $key:literal
        $({ $($rows:tt)+ })?
    ) => {
        $crate::modeled_error! {
            $name as (::core::stringify!($name)) = $status, $presence $message $key
            $({ $($rows)+ })?
        }
    };
    (
        $name:ident as $wire_name:tt = $status:literal, $needed:ident $message:ident $message_key:literal
        {
            $(
                $field:ident: $presence:ident($key:literal $(, $default:expr)?)
                $(.$mark:ident($($argument:expr)?))*
                $(by($read:expr $(, $write:expr)? $(,)?))?
            ),+ $(,)?
        }
    ) => {
        $crate::modeled_error!($name);

        impl $crate::operation::ModeledError for $name {
            const NAME: &'static str = $wire_name;
            const STATUS: u16 = $status;
            fn message(&self) -> ::core::option::Option<&str> {
                $crate::message!($needed self.$message)
            }
            fn write_error(&self, to: &mut $crate::http::ResponseWriter) {
                to.error(Self::NAME, Self::STATUS, |to| {
                    to.members(&[
                        ($message_key, &self.$message),
                        $(($key, $crate::field!(self.$field $($(, $write)?)?))),+
                    ]);
                });
            }
            fn read_error(
                from: &mut $crate::http::ResponseReader<'_>,
            ) -> ::core::option::Option<Self> {
                $(let mut $field = ::core::option::Option::None;)+
                from.members(
                    &[$($crate::json::Member::$presence($key)),+],
                    &mut [$($crate::slot!(($field) $($read)?)),+],
                );
                ::core::option::Option::Some(Self {
                    $message: $crate::message!($needed from),
                    $($field: $crate::take!($presence $field, from $(, $default)?)),+
                })
            }
        }
    };
    ($name:ident as $wire_name:tt = $status:literal, optional $message:ident $key:literal) => {
        $crate::modeled_error! {
            $name $status $wire_name $message $key
            |message| ::core::option::Option::Some(message.into()),
            |error| error.$message.as_deref(),
            |read| read
        }
    };
    ($name:ident as $wire_name:tt = $status:literal, required $message:ident $key:literal) => {
        $crate::modeled_error! {
            $name $status $wire_name $message $key
            |message| message.into(),
            |error| ::core::option::Option::Some(&error.$message),
            |read| read.unwrap_or_default()
        }
    };
    (
        $name:ident $status:literal $wire_name:tt $field:ident $key:literal
        |$new:ident| $made:expr,
        |$error:ident| $shown:expr,
        |$read:ident| $kept:expr
    ) => {
        impl $name {
            /// An error with this message, for a person to read.
            pub fn new($new: impl ::core::convert::Into<::std::string::String>) -> Self {
                Self { $field: $made }
            }
        }

        $crate::modeled_error!($name);

        impl $crate::operation::ModeledError for $name {
            const NAME: &'static str = $wire_name;
            const STATUS: u16 = $status;
            fn message(&self) -> ::core::option::Option<&str> {
                let $error = self;
                $shown
            }
            fn write_error(&self, to: &mut $crate::http::ResponseWriter) {
                to.error_with_message(Self::NAME, Self::STATUS, $key, self.message());
            }
            fn read_error(
                from: &mut $crate::http::ResponseReader<'_>,
            ) -> ::core::option::Option<Self> {
                let $read = from.error_message();
                ::core::option::Option::Some(Self { $field: $kept })
            }
        }
    };
}

/// The message of an error, shown and read.
#[doc(hidden)]
#[macro_export]
macro_rules! message {
    (optional $of:ident.$message:ident) => {
        $of.$message.as_deref()
    };
    (required $of:ident.$message:ident) => {
        ::core::option::Option::Some(&$of.$message)
    };
    (optional $from:ident) => {
        $from.error_message()
    };
    (required $from:ident) => {
        $from.error_message().unwrap_or_default()
    };
}

#[cfg(test)]
#[allow(unreachable_pub, reason = "what the macros declare is public")]
mod tests {
    use std::error::Error as _;

    use crate::Failure;
    use crate::operation::{ModeledError as _, OperationError as _};

    /// Nothing is there.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Missing {
        /// What is not there.
        pub message: Option<String>,
    }

    crate::modeled_error!(Missing = 404, optional message "Message");

    // A name that is too long for its line is printed with a comma behind it, in lines of its own.
    #[rustfmt::skip]
    crate::operation_errors! {
        /// What goes wrong.
        pub enum Wrong {
            Missing(
                Missing,
            ),
        }
    }

    #[test]
    fn an_error_is_shown_as_its_structure_and_a_failure_has_its_source() {
        let wrong = Wrong::from(Missing::new("no contact"));
        assert_eq!(wrong.to_string(), "Missing: no contact");
        assert!(wrong.source().is_none());
        assert_eq!((Missing::NAME, Missing::STATUS), ("Missing", 404));
        assert!(wrong.modeled().is_ok());
        let failure = Wrong::from(Failure::internal("the disk is full"));
        assert!(failure.modeled().is_err());
    }
}
