//! A random model as plain data, before it is written as Smithy's JSON AST.
//!
//! What the rules of Smithy make of it stands in [`super::rules`], which looks at this data and at nothing that the
//! generator under test decides.

use super::patterns::Pattern;
use super::value::Value;

/// The index of a shape in its model.
pub(crate) type Id = usize;

/// One model: a namespace with one to three operations.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// What the names of its shapes begin with, because the names of one service's shapes must differ.
    pub(crate) prefix: String,
    /// The shapes; the first are those of the prelude.
    pub(crate) shapes: Vec<Shape>,
    /// The operations.
    pub(crate) operations: Vec<Operation>,
    /// Whether the operations are bound to the service by a resource.
    pub(crate) has_resource: bool,
}

/// A shape other than operations and what binds them.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    /// The name, without the model's prefix.
    pub(crate) name: String,
    /// Whether it stands in `smithy.api`.
    pub(crate) is_prelude: bool,
    /// What it is.
    pub(crate) kind: Kind,
    /// The members: of a list `member`, of a map `key` and `value`.
    pub(crate) members: Vec<Member>,
    /// Its traits, other than those of errors.
    pub(crate) traits: Traits,
    /// The traits of an error.
    pub(crate) error: Option<ErrorTraits>,
    /// How many of its members, from the first, are written into a mixin.
    pub(crate) mixed_in: usize,
    /// Whether the traits of its last member are written as an `apply` statement.
    pub(crate) is_applied: bool,
}

/// What a shape is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// One of the simple types without values of its own.
    Simple(Simple),
    /// A string enum.
    Enum(Vec<Listed<String>>),
    /// An integer enum.
    IntEnum(Vec<Listed<i32>>),
    /// A list.
    List,
    /// A map.
    Map,
    /// A structure.
    Structure,
    /// A union.
    Union,
    /// The unit type, which a union's member can hold.
    Unit,
}

/// The simple types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Simple {
    Blob,
    Boolean,
    String,
    Byte,
    Short,
    Integer,
    Long,
    Float,
    Double,
    BigInteger,
    BigDecimal,
    Timestamp,
    Document,
}

/// All simple types, with their names in the prelude.
pub(crate) const SIMPLE: [(Simple, &str); 13] = [
    (Simple::Blob, "Blob"),
    (Simple::Boolean, "Boolean"),
    (Simple::String, "String"),
    (Simple::Byte, "Byte"),
    (Simple::Short, "Short"),
    (Simple::Integer, "Integer"),
    (Simple::Long, "Long"),
    (Simple::Float, "Float"),
    (Simple::Double, "Double"),
    (Simple::BigInteger, "BigInteger"),
    (Simple::BigDecimal, "BigDecimal"),
    (Simple::Timestamp, "Timestamp"),
    (Simple::Document, "Document"),
];

/// A value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Listed<T> {
    /// The member's name.
    pub(crate) name: String,
    /// The value on the wire.
    pub(crate) value: T,
    /// Whether messages leave it out.
    pub(crate) is_internal: bool,
}

/// A member of a shape.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// The name.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) target: Id,
    /// Its traits.
    pub(crate) traits: Traits,
    /// Where it stands in HTTP, if it belongs to an input, an output or an error.
    pub(crate) binding: Binding,
}

/// The traits of a shape or a member.
#[derive(Clone, Debug, Default)]
pub(crate) struct Traits {
    pub(crate) required: bool,
    pub(crate) client_optional: bool,
    pub(crate) default: Option<Value>,
    pub(crate) json_name: Option<String>,
    pub(crate) timestamp_format: Option<Format>,
    pub(crate) media_type: Option<&'static str>,
    pub(crate) idempotency_token: bool,
    pub(crate) length: Option<Length>,
    pub(crate) range: Option<Range>,
    pub(crate) pattern: Option<&'static Pattern>,
    pub(crate) unique_items: bool,
    pub(crate) sparse: bool,
    pub(crate) sensitive: bool,
    pub(crate) streaming: bool,
    pub(crate) requires_length: bool,
    pub(crate) host_label: bool,
}

/// The ends of `@length`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Length {
    pub(crate) min: Option<usize>,
    pub(crate) max: Option<usize>,
}

/// The ends of `@range`, in quarters, so that floats hold them exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) min: Option<i128>,
    pub(crate) max: Option<i128>,
}

/// The forms of timestamps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    EpochSeconds,
    DateTime,
    HttpDate,
}

/// Where a member stands in HTTP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Binding {
    Body,
    Label,
    GreedyLabel,
    Query(String),
    QueryParams,
    Header(String),
    PrefixHeaders(String),
    Payload,
    ResponseCode,
}

/// The traits of an error.
#[derive(Clone, Debug)]
pub(crate) struct ErrorTraits {
    /// Whether the client is at fault.
    pub(crate) is_client: bool,
    /// `@httpError`.
    pub(crate) status: Option<u16>,
    /// `@retryable`, and whether it says that the service throttles.
    pub(crate) retryable: Option<bool>,
}

/// An operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// The name, without the model's prefix.
    pub(crate) name: String,
    /// The method.
    pub(crate) method: &'static str,
    /// The URI below the model's own first segment, with its query literals.
    pub(crate) uri: String,
    /// The query literals, as they come to a server.
    pub(crate) literals: Vec<(String, String)>,
    /// The status of a success.
    pub(crate) status: u16,
    /// The input; the unit type if there is none.
    pub(crate) input: Id,
    /// The output; the unit type if there is none.
    pub(crate) output: Id,
    /// The errors.
    pub(crate) errors: Vec<Id>,
    /// What is put before the host, with labels in braces (`@endpoint`).
    pub(crate) host_prefix: Option<String>,
    /// Whether a client may compress its requests with gzip (`@requestCompression`).
    pub(crate) is_compressed: bool,
    /// Whether a client sends the digest of each body (`@httpChecksumRequired`).
    pub(crate) has_digest: bool,
}

impl Model {
    /// The index of the unit type, which is the last of the prelude.
    pub(crate) const UNIT: Id = SIMPLE.len();

    /// A model with the prelude alone.
    pub(crate) fn new(prefix: String) -> Self {
        let simple = SIMPLE
            .iter()
            .map(|(simple, name)| (Kind::Simple(*simple), *name));
        let shapes = simple.chain([(Kind::Unit, "Unit")]);
        Self {
            prefix,
            shapes: shapes
                .map(|(kind, name)| Shape {
                    is_prelude: true,
                    ..Shape::new(name, kind)
                })
                .collect(),
            operations: Vec::new(),
            has_resource: false,
        }
    }

    /// The shape of a simple type in the prelude.
    pub(crate) fn prelude(simple: Simple) -> Id {
        SIMPLE
            .iter()
            .position(|(one, _)| *one == simple)
            .unwrap_or_default()
    }

    /// Adds a shape, which gets a number so that its name is its own.
    pub(crate) fn add(&mut self, mut shape: Shape) -> Id {
        shape.name = format!("{}{}", shape.name, self.shapes.len());
        self.shapes.push(shape);
        self.shapes.len() - 1
    }

    /// The stream that is the payload of a message, if it has one.
    pub(crate) fn stream(&self, message: Id) -> Option<&Shape> {
        let mut targets = self.shapes[message]
            .members
            .iter()
            .map(|one| self.target(one));
        targets.find(|target| target.is_stream())
    }

    /// What a member holds.
    pub(crate) fn target(&self, member: &Member) -> &Shape {
        &self.shapes[member.target]
    }
}

impl Shape {
    /// A shape without members and traits.
    pub(crate) fn new(name: &str, kind: Kind) -> Self {
        Self {
            name: name.to_owned(),
            is_prelude: false,
            kind,
            members: Vec::new(),
            traits: Traits::default(),
            error: None,
            mixed_in: 0,
            is_applied: false,
        }
    }

    /// The same with members.
    pub(crate) fn with(mut self, members: Vec<Member>) -> Self {
        self.members = members;
        self
    }

    /// Whether it is a stream of bytes, which is always there, if only without a byte.
    pub(crate) fn is_stream(&self) -> bool {
        self.traits.streaming
    }

    /// Whether it is of this simple type.
    pub(crate) fn is(&self, simple: Simple) -> bool {
        self.kind == Kind::Simple(simple)
    }
}

impl Member {
    /// A member of the body, without traits.
    pub(crate) fn new(name: impl Into<String>, target: Id) -> Self {
        Self {
            name: name.into(),
            target,
            traits: Traits::default(),
            binding: Binding::Body,
        }
    }

    /// Its name in JSON.
    pub(crate) fn json_name(&self) -> &str {
        self.traits.json_name.as_deref().unwrap_or(&self.name)
    }
}

/// The constraints of a member's value: each of its own, or else of its target.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Constraints {
    pub(crate) length: Option<Length>,
    pub(crate) range: Option<Range>,
    pub(crate) pattern: Option<&'static Pattern>,
    pub(crate) unique: bool,
}

impl Constraints {
    /// Those of a member that holds this shape.
    pub(crate) fn of(member: &Traits, target: &Traits) -> Self {
        Self {
            length: member.length.or(target.length),
            range: member.range.or(target.range),
            pattern: member.pattern.or(target.pattern),
            unique: member.unique_items || target.unique_items,
        }
    }
}
