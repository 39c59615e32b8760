//! Structures and unions, as tables of their members.

/// The wire form of a structure: a row for each member, with the field, who needs the member, and its name in JSON.
///
/// | row | the field | a server that reads no such member | a client |
/// |---|---|---|---|
/// | `required("Name")` | `T` | refuses the request | takes the zero of the type |
/// | `optional("Name")` | `Option<T>` | `None` | `None` |
/// | `defaulted("Name", \|\| value)` | `T` | the value | the value |
/// | `filled("Name", \|\| value)` | `Option<T>` | the value | `None` |
///
/// Behind it, `.demanded()` lets a server refuse a request without the member all the same, `.checked(&CONSTRAINTS)`
/// says what a server checks, and `by(read, write)` names the functions for a value that does not stand in the form of
/// its type; `by(read)` is for one that only has more to check, which `read` then does, so that `.checked` never stands
/// beside it. Where every row is `optional`, `: Default` behind the
/// name says that a value starts as the default. The macro adds [`Shape`](crate::json::Shape).
///
/// ```
/// use lockstep_core::{constraint::Constraints, json};
///
/// static LABEL: Constraints = Constraints::new().length(1, 20);
///
/// /// A note.
/// #[derive(Debug, PartialEq)]
/// pub struct Note {
///     /// What it says.
///     pub text: String,
///     /// What it is called.
///     pub label: Option<String>,
/// }
///
/// lockstep_core::structure! {
///     Note {
///         text: required("Text"),
///         label: optional("Label").checked(&LABEL),
///     }
/// }
///
/// let mut reader = json::Reader::server(br#"{"Text":"call back"}"#);
/// let note = reader.shape::<Note>();
/// assert_eq!(note, Some(Note { text: "call back".to_owned(), label: None }));
/// ```
#[macro_export]
macro_rules! structure {
    (
        $name:ident: Default {
            $(
                $field:ident: optional($key:literal) $(.$mark:ident($($argument:expr)?))*
                $(by($read:expr $(, $write:expr)? $(,)?))?
            ),* $(,)?
        }
    ) => {
        impl $crate::json::Shape for $name {
            const MEMBERS: &'static [$crate::json::Member] = &[
                $($crate::json::Member::optional($key)$(.$mark($($argument)?))*),*
            ];
            fn read(r: &mut $crate::json::Reader<'_>) -> ::core::option::Option<Self> {
                let mut value: Self = ::core::default::Default::default();
                r.structure(Self::MEMBERS, &mut [$($crate::slot!((value.$field) $($read)?)),*]);
                ::core::option::Option::Some(value)
            }
            fn write(&self, w: &mut $crate::json::Writer) {
                w.structure(Self::MEMBERS, &[$($crate::field!(self.$field $($(, $write)?)?)),*]);
            }
        }
    };
    (
        $name:ident {
            $(
                $field:ident: $presence:ident($key:literal $(, $default:expr)?)
                $(.$mark:ident($($argument:expr)?))*
                $(by($read:expr $(, $write:expr)? $(,)?))?
            ),* $(,)?
        }
    ) => {
        impl $crate::json::Shape for $name {
            const MEMBERS: &'static [$crate::json::Member] = &[
                $($crate::json::Member::$presence($key)$(.$mark($($argument)?))*),*
            ];
            fn read(r: &mut $crate::json::Reader<'_>) -> ::core::option::Option<Self> {
                $(let mut $field = ::core::option::Option::None;)*
                r.structure(Self::MEMBERS, &mut [$($crate::slot!(($field) $($read)?)),*]);
                ::core::option::Option::Some(Self {
                    $($field: $crate::take!($presence $field, r $(, $default)?)),*
                })
            }
            fn write(&self, w: &mut $crate::json::Writer) {
                w.structure(Self::MEMBERS, &[$($crate::field!(self.$field $($(, $write)?)?)),*]);
            }
        }
    };
}

/// What a structure holds of a member, made of the value that was read.
#[doc(hidden)]
#[macro_export]
macro_rules! take {
    (required $value:ident, $r:ident) => {
        $value?
    };
    (optional $value:ident, $r:ident) => {
        $value
    };
    (defaulted $value:ident, $r:ident, $default:expr) => {
        $value.unwrap_or_else($default)
    };
    (filled $value:ident, $r:ident, $default:expr) => {
        $r.filled($value, $default)
    };
}

/// Where a member's value is put.
#[doc(hidden)]
#[macro_export]
macro_rules! slot {
    (($field:expr)) => {
        &mut $field
    };
    (($field:expr) $read:expr) => {
        &mut $crate::json::ReadBy(&mut $field, $read)
    };
}

/// Where a member's value comes from.
#[doc(hidden)]
#[macro_export]
macro_rules! field {
    ($value:expr) => {
        &$value
    };
    ($value:expr, $write:expr) => {
        &$crate::json::WriteBy(&$value, $write)
    };
}

/// The wire form of a union: a row for each member, with the variant and the member's name in JSON. A variant without a
/// value stands alone; `.checked(&CONSTRAINTS)` and `by(read, write)` are as in [`structure!`](crate::structure).
///
/// Where clients receive the union, the last row is `..Unknown`, the variant that holds an
/// [`UnknownVariant`](crate::UnknownVariant). The macro adds [`Shape`](crate::json::Shape).
///
/// ```
/// use lockstep_core::json;
///
/// /// When to call back.
/// #[derive(Debug, PartialEq)]
/// pub enum Due {
///     /// After so many minutes.
///     Minutes(i32),
///     /// When there is time.
///     Sometime,
/// }
///
/// lockstep_core::union! {
///     Due {
///         Minutes(value): member("InMinutes"),
///         Sometime: member("Sometime"),
///     }
/// }
///
/// let mut reader = json::Reader::server(br#"{"InMinutes":5}"#);
/// assert_eq!(reader.shape::<Due>(), Some(Due::Minutes(5)));
/// ```
#[macro_export]
macro_rules! union {
    (
        $name:ident {
            $(
                $variant:ident $(($value:ident))?: member($key:literal)
                $(.$mark:ident($($argument:expr)?))*
                $(by($read:expr $(, $write:expr)? $(,)?))?
            ),*
            $(, ..$unknown:ident)? $(,)?
        }
    ) => {
        impl $crate::json::Shape for $name {
            const MEMBERS: &'static [$crate::json::Member] = &[
                $($crate::json::Member::optional($key)$(.$mark($($argument)?))*),*
            ];
            fn read(r: &mut $crate::json::Reader<'_>) -> ::core::option::Option<Self> {
                r.union(
                    Self::MEMBERS,
                    &[$($crate::holds!((Self::$variant) ($($value)?) $(, $read)?)),*],
                    $crate::unknown!($(Self::$unknown)?),
                )
            }
            fn write(&self, w: &mut $crate::json::Writer) {
                match self {
                    $(
                        Self::$variant $(($value))? => {
                            w.union($key, $crate::field!(($(*$value)?) $($(, $write)?)?));
                        }
                    )*
                    $(Self::$unknown(_) => w.unknown_variant(::core::stringify!($name)),)?
                }
            }
        }
    };
}

/// How the variant of a union that holds a value is read.
#[doc(hidden)]
#[macro_export]
macro_rules! holds {
    (($variant:expr) ()) => {
        &$crate::json::Holds(|()| $variant)
    };
    (($variant:expr) ($value:ident)) => {
        &$crate::json::Holds($variant)
    };
    (($variant:expr) ($value:ident), $read:expr) => {
        &$crate::json::HoldsBy($variant, $read)
    };
}

/// What is made of a member that a union does not list.
#[doc(hidden)]
#[macro_export]
macro_rules! unknown {
    () => {
        ::core::option::Option::None
    };
    ($unknown:expr) => {
        ::core::option::Option::Some($unknown)
    };
}
