//! Readers of checked values, for the simple types that most constraints are on.

/// Gives a `Reader` in scope, for each of these types, what its `checked` does, in a form that leaves nothing to be
/// inferred: a model has thousands of such members.
macro_rules! checked_readers {
    () => {
        $crate::constraint::checked::checked_readers! {
            checked_string string String;
            checked_byte byte i8;
            checked_short short i16;
            checked_integer integer i32;
            checked_long long i64;
            checked_float float f32;
            checked_double double f64;
        }
    };
    ($($checked:ident $read:ident $value:ty;)+) => {
        impl Reader<'_> {
            $(
                #[doc = concat!(
                    "Reads a value with [`Reader::", stringify!($read), "`] and, on a server, checks its constraints."
                )]
                pub fn $checked(&mut self, constraints: &'static Constraints) -> Option<$value> {
                    self.checked(constraints, Self::$read)
                }
            )+
        }
    };
}

pub(crate) use checked_readers;
