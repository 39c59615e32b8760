//! Enums, as text and as numbers.

/// A string enum: its variants and the text of each on the wire.
///
/// The macro adds the variant `Unknown`, which keeps a text that the model does not list, `as_str`, `From<&str>`,
/// `Display` and [`Enumeration`](crate::Enumeration). Behind an enum with texts that messages hide, the constants of
/// [`Enumeration`](crate::Enumeration) tell these from the others.
///
/// ```
/// lockstep_core::string_enum! {
///     /// How a customer and a contact center talk.
///     #[derive(Clone, Debug, PartialEq)]
///     pub enum Channel {
///         /// By telephone.
///         Voice = "VOICE",
///         /// In writing.
///         Chat = "CHAT",
///     }
/// }
/// assert_eq!(Channel::from("CHAT"), Channel::Chat);
/// assert_eq!(Channel::Voice.as_str(), "VOICE");
/// assert!(matches!(Channel::from("FAX"), Channel::Unknown(_)));
/// ```
#[macro_export]
macro_rules! string_enum {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident { $($(#[$about:meta])* $variant:ident = $text:literal),* $(,)? }
    ) => {
        $crate::string_enum! {
            $(#[$attribute])*
            pub enum $name { $($(#[$about])* $variant = $text),* }
            const VALUES: &[&str] = &[$($text),*];
            const HIDDEN: &[&str] = &[];
        }
    };
    (
        $(#[$attribute:meta])*
        pub enum $name:ident { $($(#[$about:meta])* $variant:ident = $text:literal),* $(,)? }
        const VALUES: &[&str] = $values:expr;
        const HIDDEN: &[&str] = $hidden:expr;
    ) => {
        $(#[$attribute])*
        pub enum $name {
            $($(#[$about])* $variant,)*
            /// A value that this version of the model does not list, as it came.
            Unknown($crate::UnknownValue),
        }

        impl $name {
            /// The text on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    other => Self::Unknown($crate::UnknownValue::new(other)),
                }
            }
        }

        impl $crate::json::Shape for $name {
            fn read(r: &mut $crate::json::Reader<'_>) -> ::core::option::Option<Self> {
                r.enumeration()
            }
            fn write(&self, w: &mut $crate::json::Writer) {
                w.enumeration(self);
            }
            fn constrained(
                &self,
            ) -> ::core::option::Option<&dyn $crate::constraint::Constrained> {
                ::core::option::Option::Some(self)
            }
        }

        impl $crate::Enumeration for $name {
            const VALUES: &'static [&'static str] = $values;
            const HIDDEN: &'static [&'static str] = $hidden;
            fn as_str(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// An integer enum: its variants and the number of each on the wire.
///
/// The macro adds the variant `Unknown`, which keeps a number that the model does not list, `as_i32`, `From<i32>` and
/// [`IntEnumeration`](crate::IntEnumeration). What may stand behind the enum is as with
/// [`string_enum!`](crate::string_enum).
///
/// ```
/// lockstep_core::int_enum! {
///     /// A priority.
///     #[derive(Clone, Debug, PartialEq)]
///     pub enum Priority {
///         /// Before all others.
///         High = 1,
///         /// After them.
///         Low = 9,
///     }
/// }
/// assert_eq!(Priority::from(9), Priority::Low);
/// assert_eq!(Priority::from(5).as_i32(), 5);
/// ```
#[macro_export]
macro_rules! int_enum {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident { $($(#[$about:meta])* $variant:ident = $number:literal),* $(,)? }
    ) => {
        $crate::int_enum! {
            $(#[$attribute])*
            pub enum $name { $($(#[$about])* $variant = $number),* }
            const VALUES: &[i32] = &[$($number),*];
            const HIDDEN: &[i32] = &[];
        }
    };
    (
        $(#[$attribute:meta])*
        pub enum $name:ident { $($(#[$about:meta])* $variant:ident = $number:literal),* $(,)? }
        const VALUES: &[i32] = $values:expr;
        const HIDDEN: &[i32] = $hidden:expr;
    ) => {
        $(#[$attribute])*
        pub enum $name {
            $($(#[$about])* $variant,)*
            /// A value that this version of the model does not list, as it came.
            Unknown($crate::UnknownValue<i32>),
        }

        impl $name {
            /// The number on the wire.
            pub fn as_i32(&self) -> i32 {
                match self {
                    $(Self::$variant => $number,)*
                    Self::Unknown(value) => value.get(),
                }
            }
        }

        impl ::core::convert::From<i32> for $name {
            fn from(number: i32) -> Self {
                match number {
                    $($number => Self::$variant,)*
                    other => Self::Unknown($crate::UnknownValue::new(other)),
                }
            }
        }

        impl $crate::json::Shape for $name {
            fn read(r: &mut $crate::json::Reader<'_>) -> ::core::option::Option<Self> {
                r.int_enumeration()
            }
            fn write(&self, w: &mut $crate::json::Writer) {
                w.int_enumeration(self);
            }
        }

        impl $crate::IntEnumeration for $name {
            const VALUES: &'static [i32] = $values;
            const HIDDEN: &'static [i32] = $hidden;
            fn as_i32(&self) -> i32 {
                self.as_i32()
            }
        }
    };
}
