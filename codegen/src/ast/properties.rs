//! What operations, resources and services have in place of members.

use indexmap::IndexMap;

use super::id::{ShapeId, is_identifier};
use super::json::Reader;
use super::read::{Drafts, Keys, Reference, Role};
use super::shape::{Operation, Resource, Service};

impl Drafts {
    pub(super) fn operation<'a>(
        &mut self,
        reader: &mut Reader<'a>,
        keys: &mut Keys<'a>,
    ) -> Operation {
        let mut side = |key| {
            let node = keys.take(key)?;
            self.reference(reader, node, Role::InputOrOutput)
        };
        let (input, output) = (side("input"), side("output"));
        Operation {
            input: input.unwrap_or_else(|| ShapeId::prelude("Unit")),
            output: output.unwrap_or_else(|| ShapeId::prelude("Unit")),
            errors: self.references(reader, keys, "errors", Role::Error),
        }
    }

    pub(super) fn resource<'a>(
        &mut self,
        reader: &mut Reader<'a>,
        keys: &mut Keys<'a>,
    ) -> Resource {
        let mut resource = Resource::default();
        for (key, kept) in [("identifiers", true), ("properties", false)] {
            for entry in keys
                .take(key)
                .and_then(|node| reader.object(node))
                .unwrap_or_default()
            {
                if let Some(target) = self
                    .reference(reader, entry.node, Role::Data)
                    .filter(|_| kept)
                {
                    resource.identifiers.insert(entry.key.into_owned(), target);
                }
            }
        }
        for key in ["create", "put", "read", "update", "delete", "list"] {
            let operation = keys
                .take(key)
                .and_then(|node| self.reference(reader, node, Role::Operation));
            resource.operations.extend(operation);
        }
        for key in ["operations", "collectionOperations"] {
            resource
                .operations
                .extend(self.references(reader, keys, key, Role::Operation));
        }
        resource.resources = self.references(reader, keys, "resources", Role::Resource);
        resource
    }

    pub(super) fn service<'a>(&mut self, reader: &mut Reader<'a>, keys: &mut Keys<'a>) -> Service {
        let mut rename = IndexMap::new();
        for entry in keys
            .take("rename")
            .and_then(|node| reader.object(node))
            .unwrap_or_default()
        {
            let Some(name) = reader.string(entry.node) else {
                continue;
            };
            match ShapeId::parse(&entry.key) {
                Some(target) if is_identifier(&name) => {
                    self.references.push(Reference {
                        role: Role::Renamed,
                        target: target.clone(),
                        span: entry.span,
                    });
                    rename.insert(target, name);
                }
                _ => reader
                    .sink
                    .error(entry.span, "a `rename` maps shape ids to names", None),
            }
        }
        Service {
            version: keys
                .take("version")
                .and_then(|node| reader.string(node))
                .unwrap_or_default(),
            operations: self.references(reader, keys, "operations", Role::Operation),
            resources: self.references(reader, keys, "resources", Role::Resource),
            errors: self.references(reader, keys, "errors", Role::Error),
            rename,
        }
    }
}
