//! The shapes of a model, their members and their traits.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use super::id::ShapeId;
use crate::diagnostic::Span;

/// One shape of a model, with its mixins and the `apply` statements already in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Its absolute id.
    pub id: ShapeId,
    /// What kind of shape it is.
    pub kind: ShapeKind,
    /// Its traits.
    pub traits: Traits,
    /// Its members by name, in the model's order. A list has `member`; a map has `key` and `value`.
    /// Members of enumerations target `smithy.api#Unit` and always carry `smithy.api#enumValue`.
    pub members: IndexMap<String, Member>,
    /// From its name to the end of its definition; empty for shapes of the prelude.
    pub span: Span,
}

/// The kinds of shapes: <https://smithy.io/2.0/spec/model.html#shape-types>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShapeKind {
    /// Bytes.
    Blob,
    /// `true` or `false`.
    Boolean,
    /// Text.
    String,
    /// A signed integer of 8 bits.
    Byte,
    /// A signed integer of 16 bits.
    Short,
    /// A signed integer of 32 bits.
    Integer,
    /// A signed integer of 64 bits.
    Long,
    /// A floating point number of 32 bits.
    Float,
    /// A floating point number of 64 bits.
    Double,
    /// An integer of any size.
    BigInteger,
    /// A decimal number of any precision.
    BigDecimal,
    /// A point in time.
    Timestamp,
    /// Any value of the protocol's data model.
    Document,
    /// Strings that are known by name; also a string with the `enum` trait of version 1.0.
    Enum,
    /// Integers that are known by name.
    IntEnum,
    /// A list; its members are those of `members["member"]`.
    List,
    /// A map from strings.
    Map,
    /// Named members, each of which may be present.
    Structure,
    /// Named members, of which one is present.
    Union,
    /// An operation of a service.
    Operation(Operation),
    /// A resource of a service.
    Resource(Resource),
    /// A service.
    Service(Service),
}

impl ShapeKind {
    /// The kind as the JSON AST writes it, such as `intEnum`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Blob => "blob",
            Self::Boolean => "boolean",
            Self::String => "string",
            Self::Byte => "byte",
            Self::Short => "short",
            Self::Integer => "integer",
            Self::Long => "long",
            Self::Float => "float",
            Self::Double => "double",
            Self::BigInteger => "bigInteger",
            Self::BigDecimal => "bigDecimal",
            Self::Timestamp => "timestamp",
            Self::Document => "document",
            Self::Enum => "enum",
            Self::IntEnum => "intEnum",
            Self::List => "list",
            Self::Map => "map",
            Self::Structure => "structure",
            Self::Union => "union",
            Self::Operation(_) => "operation",
            Self::Resource(_) => "resource",
            Self::Service(_) => "service",
        }
    }

    /// The kind with its article, for messages.
    pub fn phrase(&self) -> String {
        let name = self.name();
        let article = if name.starts_with(['a', 'e', 'i', 'o']) {
            "an"
        } else {
            "a"
        };
        format!("{article} {name}")
    }

    /// Whether a member can have this kind: all but operations, resources and services.
    pub fn is_data(&self) -> bool {
        !matches!(
            self,
            Self::Operation(_) | Self::Resource(_) | Self::Service(_)
        )
    }
}

/// What an operation takes, returns and fails with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// A structure; `smithy.api#Unit` if the model names none.
    pub input: ShapeId,
    /// A structure; `smithy.api#Unit` if the model names none.
    pub output: ShapeId,
    /// Structures with the `error` trait, in the model's order.
    pub errors: Vec<ShapeId>,
}

impl Operation {
    /// All that it names: its input, its output and its errors.
    pub(crate) fn messages(&self) -> impl Iterator<Item = &ShapeId> {
        [&self.input, &self.output].into_iter().chain(&self.errors)
    }
}

/// What belongs to a resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resource {
    /// The shapes of its identifiers by name.
    pub identifiers: IndexMap<String, ShapeId>,
    /// All its operations: of its life cycle, of its collection and others.
    pub operations: Vec<ShapeId>,
    /// The resources within it.
    pub resources: Vec<ShapeId>,
}

/// What belongs to a service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    /// The version of the API; empty if the model gives none.
    pub version: String,
    /// Its operations, without those of its resources.
    pub operations: Vec<ShapeId>,
    /// Its resources.
    pub resources: Vec<ShapeId>,
    /// Errors that each of its operations can return.
    pub errors: Vec<ShapeId>,
    /// Names of shapes within this service, where two shapes of different namespaces have one name.
    pub rename: IndexMap<ShapeId, String>,
}

/// A member of a shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The shape of its value.
    pub target: ShapeId,
    /// Its traits, without those of the target.
    pub traits: Traits,
    /// From its name to the end of its definition.
    pub span: Span,
}

/// A trait as it is applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Trait {
    /// Its value. Numbers are those of `serde_json`; where digits count, read [`Model::text_of`](super::Model::text_of).
    pub value: Value,
    /// From its id to the end of its value; of a trait that the settings add, what it is added to.
    pub span: Span,
    /// Its value alone.
    pub value_span: Span,
    /// The text of the value, if that is not in the model because the settings add the trait.
    pub text: Option<Arc<str>>,
}

/// The traits of a shape or member, by id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Traits {
    /// Sorted by id. There are few, so a search is quicker than a map and a clone is cheaper.
    list: Vec<(ShapeId, Trait)>,
}

impl Traits {
    /// The trait of the complete id, such as `smithy.api#required`.
    pub fn get(&self, id: &str) -> Option<&Trait> {
        self.list
            .iter()
            .find(|(known, _)| known.as_str() == id)
            .map(|(_, found)| found)
    }

    /// Whether the trait of the complete id is applied.
    pub fn has(&self, id: &str) -> bool {
        self.get(id).is_some()
    }

    /// All traits, sorted by id.
    pub fn iter(&self) -> impl Iterator<Item = (&ShapeId, &Trait)> {
        self.list.iter().map(|(id, applied)| (id, applied))
    }

    /// Applies a trait in place of one of the same id.
    pub(crate) fn set(&mut self, id: ShapeId, applied: Trait) {
        match self.list.binary_search_by(|(known, _)| known.cmp(&id)) {
            Ok(place) => self.list[place].1 = applied,
            Err(place) => self.list.insert(place, (id, applied)),
        }
    }

    /// Applies all of `others`, each in place of one of the same id.
    pub(super) fn set_all(&mut self, others: &Self) {
        for (id, applied) in others.iter() {
            self.set(id.clone(), applied.clone());
        }
    }

    /// Takes a trait away.
    pub(crate) fn remove(&mut self, id: &str) -> Option<Trait> {
        let place = self
            .list
            .iter()
            .position(|(known, _)| known.as_str() == id)?;
        Some(self.list.remove(place).1)
    }
}
