//! The model: Smithy's JSON AST, read and made whole.
//!
//! [`load`] reads the text, applies mixins and `apply` statements, turns the `enum` trait of version 1.0 into an
//! enumeration, and checks that every shape that is named exists and is of the right kind. What comes out needs no
//! further care for how the model was written down.

mod id;
mod shape;

mod json;
mod properties;
mod read;

mod apply;
mod check;
mod closure;
mod enumeration;
mod mixin;
mod prelude;

pub use closure::Closure;
pub use id::ShapeId;
pub(crate) use id::is_identifier;
pub use shape::{Member, Operation, Resource, Service, Shape, ShapeKind, Trait, Traits};

use indexmap::IndexMap;
use serde_json::Value;

use crate::diagnostic::{Diagnostics, Sink, Source};
use json::{Node, Reader};
use read::Drafts;

/// A model of one or more services.
#[derive(Clone, Debug)]
pub struct Model {
    /// The file and its text, into which all spans point.
    pub source: Source,
    /// All shapes in the order of the file, those of the prelude last.
    pub shapes: IndexMap<ShapeId, Shape>,
    /// The model's metadata.
    pub metadata: IndexMap<String, Value>,
}

/// Reads a model in the JSON AST of Smithy 2.0; `file` is its name in errors.
///
/// # Errors
/// Everything that is wrong with the text as JSON, as an AST, or as a model, as far as it is understood here. Traits
/// are read as they are: what they mean, and whether they are supported, is the concern of lowering.
pub fn load(file: &str, text: &str) -> Result<Model, Diagnostics> {
    let source = Source::new(file, text);
    let mut reader = Reader::new(&source, text);
    let (drafts, metadata) = read(&mut reader);
    let mut sink = reader.sink;
    // What follows would only report consequences of shapes that could not be read.
    if !sink.is_empty() {
        return sink.finish(Model {
            source,
            shapes: IndexMap::new(),
            metadata,
        });
    }
    let Drafts {
        mut shapes,
        applies,
        references,
    } = drafts;
    prelude::add(&mut shapes, &mut sink);
    let members = apply::to_shapes(&mut shapes, applies, &mut sink);
    let mut shapes = mixin::flatten(shapes, members, &mut sink);
    enumeration::normalize(&mut shapes, &mut sink);
    check::references(&shapes, &references, &mut sink);
    check::shapes(&shapes, &mut sink);
    sink.finish(Model {
        source,
        shapes,
        metadata,
    })
}

/// Reads the AST's outermost object.
fn read(reader: &mut Reader<'_>) -> (Drafts, IndexMap<String, Value>) {
    let (mut drafts, mut metadata) = (Drafts::default(), IndexMap::new());
    let Some(root) = reader.root() else {
        return (drafts, metadata);
    };
    let Some(entries) = reader.object(root) else {
        return (drafts, metadata);
    };
    match entries.iter().find(|entry| entry.key == "smithy") {
        Some(entry) => {
            // Nothing else in a model of another version would be read rightly.
            if !version(reader, entry.node) {
                return (drafts, metadata);
            }
        }
        None => reader.sink.error(
            None,
            "the model does not say which version of Smithy it is written in",
            "add `\"smithy\": \"2.0\"`",
        ),
    }
    for entry in entries {
        match &*entry.key {
            "smithy" => {}
            "metadata" => {
                for entry in reader.object(entry.node).unwrap_or_default() {
                    if let Some(value) = reader.value(entry.node) {
                        metadata.insert(entry.key.into_owned(), value);
                    }
                }
            }
            "shapes" => {
                for entry in reader.object(entry.node).unwrap_or_default() {
                    drafts.read(reader, &entry);
                }
            }
            other => reader.sink.error(
                entry.span,
                format!("`{other}` is not a key of a model"),
                None,
            ),
        }
    }
    (drafts, metadata)
}

/// Whether the model is of the version that is read here.
fn version(reader: &mut Reader<'_>, node: Node<'_>) -> bool {
    let source = reader.sink.source().clone();
    match source.slice(node.span).trim_matches('"') {
        "2" | "2.0" => return true,
        "1" | "1.0" => {
            let help =
                "convert it with the official command, `smithy ast`, which writes version 2.0";
            reader
                .sink
                .error(node.span, "models of Smithy 1.0 are not read", help);
        }
        other => reader.sink.error(
            node.span,
            format!("`{other}` is not a version of Smithy that is read"),
            "version 2.0 is",
        ),
    }
    false
}

impl Model {
    /// A collector of errors about this model.
    pub fn sink(&self) -> Sink {
        Sink::new(&self.source)
    }

    /// The shape of an id.
    pub fn shape(&self, id: &str) -> Option<&Shape> {
        self.shapes.get(id)
    }

    /// The value of a trait as it is written, with every digit.
    pub fn text_of<'m>(&'m self, applied: &'m Trait) -> &'m str {
        match &applied.text {
            Some(text) => text,
            None => self.source.slice(applied.value_span),
        }
    }

    /// The services of the model, in its order.
    pub fn services(&self) -> impl Iterator<Item = (&Shape, &Service)> {
        self.shapes.values().filter_map(|shape| match &shape.kind {
            ShapeKind::Service(service) => Some((shape, service)),
            _ => None,
        })
    }
}
