//! What a member holds: its type in Rust, its constraints and the form that its text takes.

/// A value as a member, element, key or entry holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The type.
    pub kind: Kind,
    /// The name of the [`ConstraintSet`] that the server checks.
    pub constraints: Option<String>,
    /// Whether `@uniqueItems` holds for this list.
    pub unique: bool,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A simple type of Smithy.
    Simple(Simple),
    /// Bytes that are neither held in memory nor part of a JSON body.
    Stream,
    /// A string enum of the generated crate, by name.
    Enum(String),
    /// An integer enum of the generated crate, by name.
    IntEnum(String),
    /// A structure or union of the generated crate, by name.
    Shape {
        /// The type's name.
        name: String,
        /// Whether it is a union.
        is_union: bool,
        /// Whether the type would otherwise hold itself.
        boxed: bool,
    },
    /// A list.
    List {
        /// The elements.
        element: Box<Value>,
        /// Whether an element may be null.
        sparse: bool,
    },
    /// A map.
    Map {
        /// The keys: strings or string enums.
        key: Box<Value>,
        /// The entries.
        value: Box<Value>,
        /// Whether an entry may be null.
        sparse: bool,
    },
}

/// Smithy's simple types, enums aside ("Simple types" of the specification).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Simple {
    /// Bytes, as base64 in JSON.
    Blob,
    /// `true` or `false`.
    Boolean,
    /// Text.
    String,
    /// Text that is itself of a media type; base64 in a header.
    MediaTypeString,
    /// 8 bits, signed.
    Byte,
    /// 16 bits, signed.
    Short,
    /// 32 bits, signed.
    Integer,
    /// 64 bits, signed.
    Long,
    /// IEEE 754, 32 bits.
    Float,
    /// IEEE 754, 64 bits.
    Double,
    /// An integer of any size.
    BigInteger,
    /// A decimal of any size and precision.
    BigDecimal,
    /// An instant.
    Timestamp(TimestampFormat),
    /// Any JSON value.
    Document,
}

/// How an instant is written (`@timestampFormat`, or the default of the place where it stands).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampFormat {
    /// Seconds since 1970, with a fraction.
    EpochSeconds,
    /// RFC 3339.
    DateTime,
    /// RFC 7231's IMF-fixdate.
    HttpDate,
}

/// The constraint traits of one shape or member, under one name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConstraintSet {
    /// The constant's name.
    pub name: String,
    /// The shape or member that carries the traits, for the documentation.
    pub shape: String,
    /// `@length`.
    pub length: Option<Bound<u64>>,
    /// `@range`, with its numbers as the model writes them.
    pub range: Option<Bound<String>>,
    /// `@pattern`.
    pub pattern: Option<PatternText>,
}

/// Two ends, of which at least one is there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bound<T> {
    /// The least allowed.
    pub min: Option<T>,
    /// The greatest allowed.
    pub max: Option<T>,
}

/// A pattern, as the model has it and as a regular expression of Rust.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PatternText {
    /// The model's text, which messages show.
    pub source: String,
    /// The translation.
    pub regex: String,
    /// Whether it needs an engine that backtracks.
    pub backtracking: bool,
}

/// A default value.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// Of a stream: one without a byte.
    EmptyStream,
    /// Of a boolean.
    Boolean(bool),
    /// Of a number, as text that is a literal of Rust.
    Number(String),
    /// Of a float that is not finite: the name of the constant.
    NotFinite(&'static str),
    /// Of a big number, as text.
    BigNumber(String),
    /// Of a string.
    String(String),
    /// Of a string enum.
    Enum(String),
    /// Of an integer enum.
    IntEnum(i32),
    /// Of a blob, its bytes.
    Blob(Vec<u8>),
    /// Of a timestamp: seconds and nanoseconds since 1970.
    Timestamp(i64, u32),
    /// Of a document.
    Document(serde_json::Value),
    /// The empty list.
    EmptyList,
    /// The empty map.
    EmptyMap,
}
