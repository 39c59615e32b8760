//! From the JSON AST to drafts of shapes: each is read for itself, and what it refers to is noted for later.
//!
//! <https://smithy.io/2.0/spec/json-ast.html>

use indexmap::IndexMap;

use super::id::{ShapeId, is_identifier};
use super::json::{Entry, Node, Reader};
use super::shape::{Member, Shape, ShapeKind, Trait, Traits};
use crate::diagnostic::Span;

/// What a reference asks of the shape that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Data,
    Key,
    InputOrOutput,
    Error,
    Operation,
    Resource,
    Mixin,
    Renamed,
}

/// A place that names a shape.
pub(super) struct Reference {
    pub(super) role: Role,
    pub(super) target: ShapeId,
    pub(super) span: Span,
}

/// A shape before its mixins are in it.
pub(super) struct Draft {
    pub(super) shape: Shape,
    pub(super) mixins: Vec<ShapeId>,
}

/// An `apply` statement.
pub(super) struct Apply {
    pub(super) target: ShapeId,
    pub(super) member: Option<String>,
    pub(super) traits: Traits,
    pub(super) span: Span,
}

/// Everything that the `shapes` of a model say.
#[derive(Default)]
pub(super) struct Drafts {
    pub(super) shapes: IndexMap<ShapeId, Draft>,
    pub(super) applies: Vec<Apply>,
    pub(super) references: Vec<Reference>,
}

/// The keys of one object; those that are left in the end are unknown.
pub(super) struct Keys<'a>(Vec<Entry<'a>>);

impl<'a> Keys<'a> {
    /// Takes the value of a key.
    pub(super) fn take(&mut self, key: &str) -> Option<Node<'a>> {
        let place = self.0.iter().position(|entry| entry.key == key)?;
        Some(self.0.remove(place).node)
    }
}

impl Drafts {
    /// Reads one entry of `shapes`. An entry that is wrong leaves out what is wrong of it, and the error is noted.
    pub(super) fn read<'a>(&mut self, reader: &mut Reader<'a>, entry: &Entry<'a>) {
        let Some((id, member)) = ShapeId::parse_member(&entry.key) else {
            reader.sink.error(
                entry.span,
                format!("`{}` is not a shape id", entry.key),
                "ids have the form `namespace#Name`",
            );
            return;
        };
        let Some(mut keys) = reader.object(entry.node).map(Keys) else {
            return;
        };
        let Some(kind) = keys.take("type") else {
            reader
                .sink
                .error(entry.span, format!("`{}` has no `type`", entry.key), None);
            return;
        };
        let Some(kind) = reader.string(kind) else {
            return;
        };
        let traits = keys
            .take("traits")
            .map(|node| traits(reader, node))
            .unwrap_or_default();
        if kind == "apply" {
            let member = member.map(str::to_owned);
            self.applies.push(Apply {
                target: id,
                member,
                traits,
                span: entry.span,
            });
        } else if member.is_some() {
            reader.sink.error(
                entry.span,
                format!("`{}` is a member, which only `apply` can name", entry.key),
                None,
            );
        } else {
            let mut members = IndexMap::new();
            let Some(kind) = self.kind(reader, &kind, &mut keys, &mut members, entry.span) else {
                return;
            };
            let mixins = self.references(reader, &mut keys, "mixins", Role::Mixin);
            let shape = Shape {
                id: id.clone(),
                kind,
                traits,
                members,
                span: entry.span,
            };
            self.shapes.insert(id, Draft { shape, mixins });
        }
        for unknown in keys.0 {
            reader.sink.error(
                unknown.span,
                format!("`{}` is not a key of this kind of shape", unknown.key),
                None,
            );
        }
    }

    /// Reads what belongs to the kind of a shape.
    fn kind<'a>(
        &mut self,
        reader: &mut Reader<'a>,
        name: &str,
        keys: &mut Keys<'a>,
        members: &mut IndexMap<String, Member>,
        span: Span,
    ) -> Option<ShapeKind> {
        let kind = match name {
            "blob" => ShapeKind::Blob,
            "boolean" => ShapeKind::Boolean,
            "string" => ShapeKind::String,
            "byte" => ShapeKind::Byte,
            "short" => ShapeKind::Short,
            "integer" => ShapeKind::Integer,
            "long" => ShapeKind::Long,
            "float" => ShapeKind::Float,
            "double" => ShapeKind::Double,
            "bigInteger" => ShapeKind::BigInteger,
            "bigDecimal" => ShapeKind::BigDecimal,
            "timestamp" => ShapeKind::Timestamp,
            "document" => ShapeKind::Document,
            "enum" => ShapeKind::Enum,
            "intEnum" => ShapeKind::IntEnum,
            "list" => ShapeKind::List,
            "map" => ShapeKind::Map,
            "structure" => ShapeKind::Structure,
            "union" => ShapeKind::Union,
            "operation" => ShapeKind::Operation(self.operation(reader, keys)),
            "resource" => ShapeKind::Resource(self.resource(reader, keys)),
            "service" => ShapeKind::Service(self.service(reader, keys)),
            "set" => {
                let help = "write a `list` with the trait `smithy.api#uniqueItems`";
                reader.sink.error(span, "sets are of Smithy 1.0", help);
                return None;
            }
            _ => {
                reader
                    .sink
                    .error(span, format!("`{name}` is not a kind of shape"), None);
                return None;
            }
        };
        match kind {
            ShapeKind::List => self.fixed_member(reader, keys, members, "member", Role::Data),
            ShapeKind::Map => {
                self.fixed_member(reader, keys, members, "key", Role::Key);
                self.fixed_member(reader, keys, members, "value", Role::Data);
            }
            ShapeKind::Structure | ShapeKind::Union | ShapeKind::Enum | ShapeKind::IntEnum => {
                for entry in keys
                    .take("members")
                    .and_then(|node| reader.object(node))
                    .unwrap_or_default()
                {
                    self.member(reader, &entry, members, Role::Data);
                }
            }
            _ => {}
        }
        Some(kind)
    }

    fn fixed_member<'a>(
        &mut self,
        reader: &mut Reader<'a>,
        keys: &mut Keys<'a>,
        members: &mut IndexMap<String, Member>,
        name: &'static str,
        role: Role,
    ) {
        // The member may come from a mixin, so whether it is there is checked later.
        if let Some(node) = keys.take(name) {
            self.member(
                reader,
                &Entry {
                    key: name.into(),
                    span: node.span,
                    node,
                },
                members,
                role,
            );
        }
    }

    fn member<'a>(
        &mut self,
        reader: &mut Reader<'a>,
        entry: &Entry<'a>,
        members: &mut IndexMap<String, Member>,
        role: Role,
    ) {
        if !is_identifier(&entry.key) {
            reader.sink.error(
                entry.span,
                format!("`{}` cannot be the name of a member", entry.key),
                None,
            );
            return;
        }
        let Some(mut keys) = reader.object(entry.node).map(Keys) else {
            return;
        };
        let traits = keys
            .take("traits")
            .map(|node| traits(reader, node))
            .unwrap_or_default();
        if let Some(target) = self.target(reader, &mut keys, entry.node, role) {
            members.insert(
                entry.key.clone().into_owned(),
                Member {
                    target,
                    traits,
                    span: entry.span,
                },
            );
        }
    }

    /// The `{"target": id}` objects of an array.
    pub(super) fn references<'a>(
        &mut self,
        reader: &mut Reader<'a>,
        keys: &mut Keys<'a>,
        key: &str,
        role: Role,
    ) -> Vec<ShapeId> {
        let nodes = keys
            .take(key)
            .and_then(|node| reader.array(node))
            .unwrap_or_default();
        nodes
            .into_iter()
            .filter_map(|node| self.reference(reader, node, role))
            .collect()
    }

    pub(super) fn reference<'a>(
        &mut self,
        reader: &mut Reader<'a>,
        node: Node<'a>,
        role: Role,
    ) -> Option<ShapeId> {
        let mut keys = Keys(reader.object(node)?);
        self.target(reader, &mut keys, node, role)
    }

    /// The `target` of an object that has no other keys left.
    fn target<'a>(
        &mut self,
        reader: &mut Reader<'a>,
        keys: &mut Keys<'a>,
        object: Node<'a>,
        role: Role,
    ) -> Option<ShapeId> {
        let target = keys.take("target");
        for unknown in &keys.0 {
            reader.sink.error(
                unknown.span,
                format!("`{}` is not a key here", unknown.key),
                None,
            );
        }
        let Some(node) = target else {
            reader.sink.error(object.span, "this has no `target`", None);
            return None;
        };
        let text = reader.string(node)?;
        let Some(target) = ShapeId::parse(&text) else {
            reader.sink.error(
                node.span,
                format!("`{text}` is not the id of a shape"),
                None,
            );
            return None;
        };
        self.references.push(Reference {
            role,
            target: target.clone(),
            span: node.span,
        });
        Some(target)
    }
}

/// The traits of a shape, a member or an `apply` statement.
fn traits<'a>(reader: &mut Reader<'a>, node: Node<'a>) -> Traits {
    let mut traits = Traits::default();
    for entry in reader.object(node).unwrap_or_default() {
        let Some(value) = reader.value(entry.node) else {
            continue;
        };
        match ShapeId::parse(&entry.key) {
            Some(id) => traits.set(
                id,
                Trait {
                    value,
                    span: entry.span,
                    value_span: entry.node.span,
                    text: None,
                },
            ),
            None => reader.sink.error(
                entry.span,
                format!("`{}` is not the id of a trait", entry.key),
                None,
            ),
        }
    }
    traits
}
