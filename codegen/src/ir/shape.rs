//! The named types of a generated crate.

use super::{Docs, Kind, Literal, Value};

/// A type that stands in a file of its own.
#[derive(Debug)]
pub enum Shape {
    /// A structure that is nested in others.
    Structure(Structure),
    /// A union.
    Union(Union),
    /// A string enum.
    Enum(EnumShape),
    /// An integer enum.
    IntEnum(IntEnumShape),
}

/// A structure.
#[derive(Debug)]
pub struct Structure {
    /// The type's name.
    pub name: String,
    /// The module and file it stands in.
    pub module: String,
    /// Documentation.
    pub docs: Docs,
    /// The members, in the model's order.
    pub fields: Vec<Field>,
    /// How a value is made without naming every member.
    pub constructor: Constructor,
    /// What `Debug` shows.
    pub debug: Debug,
    /// Whether a member, element or entry holds it, so that it needs a JSON form of its own.
    pub nested: bool,
}

impl Structure {
    /// The member that is a stream, if there is one: a value can then be neither cloned nor compared.
    pub(crate) fn stream(&self) -> Option<&Field> {
        self.fields
            .iter()
            .find(|field| field.value.kind == Kind::Stream)
    }
}

/// A member of a structure.
#[derive(Debug)]
pub struct Field {
    /// The field's name.
    pub name: String,
    /// The member's name in the model.
    pub member: String,
    /// The member's name in JSON.
    pub json_name: String,
    /// Documentation.
    pub docs: Docs,
    /// What it holds, in the form of a JSON body.
    pub value: Value,
    /// Whether it can be absent.
    pub presence: Presence,
    /// Whether a server refuses a request without it; so it does for what is `@required`, even where a client may
    /// leave it out.
    pub demanded: bool,
    /// Whether `Debug` hides it.
    pub sensitive: bool,
    /// Whether a client makes one up where it is not set.
    pub idempotency_token: bool,
}

/// Whether a member can be absent; decided once, for both sides.
#[derive(Clone, Debug, PartialEq)]
pub enum Presence {
    /// `T`: always there.
    Required,
    /// `T`: always there; a request without it is refused, and in an answer without it the client reads the default.
    Corrected(Literal),
    /// `T`: starts at the default.
    Defaulted(Literal),
    /// `Option<T>`.
    Optional,
    /// `Option<T>`: the server's reader fills in the default.
    Filled(Literal),
}

impl Presence {
    /// Whether a value cannot be made without the member.
    pub(crate) fn is_required(&self) -> bool {
        matches!(self, Self::Required | Self::Corrected(_))
    }

    /// Whether the member is an `Option`.
    pub(crate) fn is_optional(&self) -> bool {
        matches!(self, Self::Optional | Self::Filled(_))
    }
}

/// How a structure is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constructor {
    /// `Default`: no member must be given.
    Default,
    /// `new`, with the fields of these indices as arguments: up to three required members, and an error's message.
    New(Vec<usize>),
    /// A literal of the type of this name, `{Name}Init`, which holds the required members alone.
    Init(String),
}

/// What `Debug` shows of a structure or union.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Debug {
    /// Everything.
    Derived,
    /// Everything but the sensitive members.
    Redacting,
    /// The name alone.
    Opaque,
}

/// A union.
#[derive(Debug)]
pub struct Union {
    /// The type's name.
    pub name: String,
    /// The module and file it stands in.
    pub module: String,
    /// Documentation.
    pub docs: Docs,
    /// The members, in the model's order.
    pub variants: Vec<UnionVariant>,
    /// Whether a client can receive it, and so needs a place for members that it does not know.
    pub receivable: bool,
    /// What `Debug` shows.
    pub debug: Debug,
}

/// A member of a union.
#[derive(Debug)]
pub struct UnionVariant {
    /// The variant's name.
    pub name: String,
    /// The member's name in the model.
    pub member: String,
    /// The member's name in JSON.
    pub json_name: String,
    /// Documentation.
    pub docs: Docs,
    /// What it holds; `None` for `smithy.api#Unit`.
    pub value: Option<Value>,
    /// Whether `Debug` hides it.
    pub sensitive: bool,
}

/// A string enum.
#[derive(Debug)]
pub struct EnumShape {
    /// The type's name.
    pub name: String,
    /// The module and file it stands in.
    pub module: String,
    /// Documentation.
    pub docs: Docs,
    /// The values, in the model's order.
    pub variants: Vec<EnumVariant>,
    /// Whether it is a key of a map, and so must have an order.
    pub is_key: bool,
    /// What `Debug` shows.
    pub debug: Debug,
}

/// A value of a string enum.
#[derive(Debug)]
pub struct EnumVariant {
    /// The variant's name.
    pub name: String,
    /// The text on the wire.
    pub value: String,
    /// Documentation.
    pub docs: Docs,
    /// Whether messages leave it out (`@internal`).
    pub internal: bool,
}

/// An integer enum.
#[derive(Debug)]
pub struct IntEnumShape {
    /// The type's name.
    pub name: String,
    /// The module and file it stands in.
    pub module: String,
    /// Documentation.
    pub docs: Docs,
    /// The values, in the model's order.
    pub variants: Vec<IntEnumVariant>,
    /// What `Debug` shows.
    pub debug: Debug,
}

/// A value of an integer enum.
#[derive(Debug)]
pub struct IntEnumVariant {
    /// The variant's name.
    pub name: String,
    /// The number on the wire.
    pub value: i32,
    /// Documentation.
    pub docs: Docs,
    /// Whether messages leave it out (`@internal`).
    pub internal: bool,
}

/// A modeled error.
#[derive(Debug)]
pub struct ErrorShape {
    /// The structure.
    pub structure: Structure,
    /// The name on the wire: the shape's, without its namespace.
    pub wire_name: String,
    /// The status of the answer.
    pub status: u16,
    /// Where each member stands in the answer.
    pub bindings: Vec<super::Binding>,
    /// The index of the field that holds the message.
    pub message: Option<usize>,
}
