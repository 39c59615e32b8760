//! What names and secrets have in common.

/// A secret that is made for whoever it is given to, and never printed, not even by `Debug`.
macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// One that cannot be guessed: 244 bits from the system's random source.
            #[must_use]
            pub fn fresh() -> Self {
                let (one, two) = (::uuid::Uuid::new_v4(), ::uuid::Uuid::new_v4());
                Self(format!("{}{}", one.simple(), two.simple()))
            }

            /// The secret itself, for the answer to the participant and for the store.
            #[must_use]
            pub fn secret(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(** redacted **)"))
            }
        }
    };
}

/// An id that is a UUID where it is made here, and any text where a caller gives it.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// An id that nothing has yet.
            #[must_use]
            pub fn fresh() -> Self {
                Self(::uuid::Uuid::new_v4().to_string())
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

pub(crate) use {id, secret};
