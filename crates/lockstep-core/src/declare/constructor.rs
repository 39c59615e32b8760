//! How a structure is made of its required members, and which operation it is the input of.

/// `new`, which takes the required members of a structure; behind `none` stand the members that are left unset. Behind
/// `optional` stands one that is an `Option`, and is taken all the same: the message of an error.
///
/// ```
/// /// A note.
/// #[derive(Debug, PartialEq)]
/// pub struct Note {
///     /// What it says.
///     pub text: String,
///     /// What it is called.
///     pub label: Option<String>,
/// }
///
/// lockstep_core::new!(Note(text: impl Into<String>) none(label));
///
/// assert_eq!(Note::new("call back").label, None);
/// ```
#[macro_export]
macro_rules! new {
    ($name:ident($($field:ident: $type:ty),+ $(,)?)) => {
        impl $name {
            /// A value with these members, which are all.
            pub fn new($($field: $type),+) -> Self {
                Self { $($field: $field.into()),+ }
            }
        }
    };
    ($name:ident(optional $field:ident: $type:ty) none($($unset:ident),+ $(,)?)) => {
        impl $name {
            /// A value with this member; all others are absent.
            pub fn new($field: $type) -> Self {
                Self {
                    $field: ::core::option::Option::Some($field.into()),
                    $($unset: ::core::option::Option::None),+
                }
            }
        }
    };
    ($name:ident($($field:ident: $type:ty),+ $(,)?) none($($unset:ident),+ $(,)?)) => {
        impl $name {
            /// A value with these members; all others are absent.
            pub fn new($($field: $type),+) -> Self {
                Self {
                    $($field: $field.into(),)+
                    $($unset: ::core::option::Option::None),+
                }
            }
        }
    };
}

/// The operation of an input: see [`Input`](crate::operation::Input).
#[macro_export]
macro_rules! input {
    ($name:ident: $operation:ident) => {
        impl $crate::operation::Input for $name {
            type Operation = $operation;
        }
    };
}
