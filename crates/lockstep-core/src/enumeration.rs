//! Enums of the model, which are open: a value that the model does not list is kept as it came.

/// A Smithy `enum`: a string with a set of known values.
///
/// Making one from text never fails; an unlisted value becomes the enum's `Unknown`, because a
/// client must accept values that a later version of the service adds. A server reports them as
/// violations (see [`Enumeration::is_listed`]).
pub trait Enumeration: for<'s> From<&'s str> {
    /// The listed values in the order of the model, as violations show them.
    const VALUES: &'static [&'static str];

    /// Values that are accepted as well and never shown, because the model marks them `@internal`.
    const HIDDEN: &'static [&'static str] = &[];

    /// The value's text on the wire.
    fn as_str(&self) -> &str;

    /// Whether the model lists the value, hidden ones included.
    fn is_listed(&self) -> bool {
        let text = self.as_str();
        Self::VALUES.contains(&text) || Self::HIDDEN.contains(&text)
    }
}

/// A Smithy `intEnum`: a 32-bit integer with a set of known values, open like [`Enumeration`].
pub trait IntEnumeration: From<i32> {
    /// The listed values in the order of the model.
    const VALUES: &'static [i32];

    /// Values that are accepted as well and never shown, because the model marks them `@internal`.
    const HIDDEN: &'static [i32] = &[];

    /// The value's number on the wire.
    fn as_i32(&self) -> i32;

    /// Whether the model lists the value, hidden ones included.
    fn is_listed(&self) -> bool {
        let number = self.as_i32();
        Self::VALUES.contains(&number) || Self::HIDDEN.contains(&number)
    }
}

/// An enum's value that the model did not list when the code was generated.
///
/// It is opaque, so that code cannot come to depend on matching a text here which becomes a
/// variant of its own in the next version of the model.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownValue<T = String>(T);

impl<T> UnknownValue<T> {
    /// Called by generated code alone, which has compared the value with the listed ones.
    #[doc(hidden)]
    pub fn new(value: impl Into<T>) -> Self {
        Self(value.into())
    }
}

impl UnknownValue<String> {
    /// The text as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl UnknownValue<i32> {
    /// The number as it came.
    pub fn get(&self) -> i32 {
        self.0
    }
}

/// The content of a union's `Unknown`: a member that the model did not list when the code was
/// generated. Its value was skipped, so it cannot be written again.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownVariant(());

impl UnknownVariant {
    /// Called by generated code alone.
    #[doc(hidden)]
    pub fn new() -> Self {
        Self(())
    }
}
