//! What every part of lowering looks at: the model, the service's reach, the names, and where errors are noted.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::naming::Names;
use super::recursion;
use super::selection::{self, Selection};
use crate::ast::{Closure, Member, Model, Operation, Shape, ShapeId, ShapeKind};
use crate::diagnostic::{Diagnostics, Sink, Span};
use crate::ir::ConstraintSet;
use crate::pattern::{self, Translated};
use crate::settings::ServiceSettings;

pub(super) struct Context<'m> {
    pub(super) model: &'m Model,
    pub(super) settings: &'m ServiceSettings,
    pub(super) service: &'m Shape,
    /// The operations that are generated.
    pub(super) operations: BTreeMap<ShapeId, Operation>,
    /// The names of the operations that are not.
    pub(super) left_out: Vec<String>,
    /// Structures that are the input of any operation of the service.
    pub(super) inputs: BTreeSet<ShapeId>,
    /// Shapes that a server of the whole service reads; only these are checked.
    pub(super) read_by_server: BTreeSet<ShapeId>,
    /// Shapes that a client of the whole service can receive.
    pub(super) received: BTreeSet<ShapeId>,
    /// Data shapes that the generated operations reach.
    pub(super) reached: BTreeSet<ShapeId>,
    /// Named types among these that a member, element or entry holds.
    pub(super) nested: BTreeSet<ShapeId>,
    /// Structures that are the input or output of more than one generated operation.
    pub(super) shared: BTreeSet<ShapeId>,
    /// The errors of the generated operations.
    pub(super) errors: BTreeSet<ShapeId>,
    /// Enums that are keys of maps.
    pub(super) keys: BTreeSet<ShapeId>,
    names: Names<'m>,
    constraints: RefCell<BTreeMap<String, ConstraintSet>>,
    /// Patterns that were translated already, by what the model says: some take long, and many shapes share one.
    patterns: RefCell<HashMap<String, Result<Translated, String>>>,
    sink: RefCell<Sink>,
}

impl<'m> Context<'m> {
    /// Finds the service and all that it reaches, in a model and in what the settings keep of it.
    pub(super) fn new(
        whole: &'m Model,
        filtered: Option<&'m Model>,
        settings: &'m ServiceSettings,
    ) -> Result<Self, Diagnostics> {
        let model = filtered.unwrap_or(whole);
        let mut sink = model.sink();
        let Some(service) = selection::service(model, settings, &mut sink) else {
            return sink
                .finish(())
                .and_then(|()| Err(selection::no_service(model)));
        };
        let closure = model.closure(&service.id)?;
        let Selection {
            operations,
            left_out,
        } = selection::operations(model, &closure, settings, &mut sink);
        let reached = model.reach(operations.values().flat_map(Operation::messages));
        recursion::check(model, &reached)?;
        let names = match filtered {
            None => Names::new(whole, service, &closure, settings, &mut sink),
            Some(_) => {
                let closure = whole.closure(&service.id)?;
                Names::new(whole, service, &closure, settings, &mut sink)
            }
        };
        Ok(Self {
            inputs: closure
                .operations
                .values()
                .map(|operation| operation.input.clone())
                .collect(),
            read_by_server: model.reach(
                closure
                    .operations
                    .values()
                    .map(|operation| &operation.input),
            ),
            received: model.reach(answers(&closure)),
            nested: nested(model, &reached),
            shared: shared(&operations),
            errors: operations
                .values()
                .flat_map(|operation| operation.errors.iter().cloned())
                .collect(),
            keys: keys(model, &reached),
            model,
            settings,
            service,
            operations,
            left_out,
            reached,
            names,
            constraints: RefCell::default(),
            patterns: RefCell::default(),
            sink: RefCell::new(sink),
        })
    }

    /// Notes an error.
    pub(super) fn error<'h>(
        &self,
        span: Span,
        message: impl Into<String>,
        help: impl Into<Option<&'h str>>,
    ) {
        self.sink.borrow_mut().error(span, message, help);
    }

    /// How to do without a shape or operation: by leaving out the operations that reach it.
    pub(super) fn help_to_omit(&self, id: &ShapeId) -> String {
        let reaches = |(name, operation): &(&ShapeId, &Operation)| {
            *name == id || self.model.reach(operation.messages()).contains(id)
        };
        let users: Vec<_> = self
            .operations
            .iter()
            .filter(reaches)
            .map(|(name, _)| format!("\"{}\"", name.name()))
            .collect();
        if users.is_empty() {
            "take it away, or generate from another service".to_owned()
        } else {
            format!(
                "leave out what needs it, in the settings: omit = [{}]",
                users.join(", ")
            )
        }
    }

    /// Notes an error in the settings.
    pub(super) fn error_in_settings<'h>(
        &self,
        span: Span,
        message: impl Into<String>,
        help: impl Into<Option<&'h str>>,
    ) {
        let mut sink = Sink::new(&self.settings.source);
        sink.error(span, message, help);
        if let Err(diagnostics) = sink.finish(()) {
            self.sink.borrow_mut().extend(diagnostics);
        }
    }

    /// The package, if nothing was noted.
    pub(super) fn finish<T>(self, value: T) -> Result<T, Diagnostics> {
        self.sink.into_inner().finish(value)
    }

    /// The type's name in Rust.
    pub(super) fn type_name(&self, id: &ShapeId) -> String {
        self.names.shape(id)
    }

    /// All other names.
    pub(super) fn names(&self) -> &Names<'m> {
        &self.names
    }

    /// The shape that a member holds; the loader made sure that it is there.
    pub(super) fn target(&self, member: &Member) -> &'m Shape {
        self.model
            .shape(member.target.as_str())
            .unwrap_or(self.service)
    }

    /// Whether the constraints of a shape, or of a member, are kept already under this name.
    pub(super) fn has_constraints(&self, name: &str, shape: &str) -> bool {
        let kept = self.constraints.borrow();
        kept.get(name).is_some_and(|known| known.shape == shape)
    }

    /// The pattern in Rust's syntax.
    pub(super) fn pattern(&self, ecma: &str) -> Result<Translated, String> {
        let mut known = self.patterns.borrow_mut();
        if let Some(translated) = known.get(ecma) {
            return translated.clone();
        }
        let translated = pattern::translate(ecma);
        known.insert(ecma.to_owned(), translated.clone());
        translated
    }

    /// Keeps the constraints of a shape under their name.
    pub(super) fn keep_constraints(&self, set: ConstraintSet, span: Span) -> String {
        let name = set.name.clone();
        let mut kept = self.constraints.borrow_mut();
        if let Some(known) = kept.get(&name)
            && (&known.length, &known.range, &known.pattern)
                != (&set.length, &set.range, &set.pattern)
        {
            let message = format!(
                "`{}` and `{}` both make the constant {name}",
                known.shape, set.shape
            );
            self.error(
                span,
                message,
                "give one of them another name with `rename` in the settings",
            );
        }
        // Of two shapes that ask for the same, the documentation names the first.
        kept.entry(name.clone()).or_insert(set);
        name
    }

    /// The constraints of all shapes that were lowered, sorted by name.
    pub(super) fn constraints(&self) -> Vec<ConstraintSet> {
        self.constraints.borrow().values().cloned().collect()
    }
}

fn shared(operations: &BTreeMap<ShapeId, Operation>) -> BTreeSet<ShapeId> {
    let mut seen = BTreeSet::new();
    let messages = operations
        .values()
        .flat_map(|operation| [&operation.input, &operation.output]);
    messages
        .filter(|id| id.as_str() != "smithy.api#Unit" && !seen.insert(*id))
        .cloned()
        .collect()
}

fn answers(closure: &Closure) -> impl Iterator<Item = &ShapeId> {
    closure
        .operations
        .values()
        .flat_map(|operation| std::iter::once(&operation.output).chain(&operation.errors))
}

fn nested(model: &Model, reached: &BTreeSet<ShapeId>) -> BTreeSet<ShapeId> {
    reached
        .iter()
        .filter_map(|id| model.shape(id.as_str()))
        .filter(|shape| !matches!(shape.kind, ShapeKind::Enum | ShapeKind::IntEnum))
        .flat_map(|shape| shape.members.values())
        .map(|member| member.target.clone())
        .filter(|id| id.as_str() != "smithy.api#Unit")
        .collect()
}

fn keys(model: &Model, reached: &BTreeSet<ShapeId>) -> BTreeSet<ShapeId> {
    reached
        .iter()
        .filter_map(|id| model.shape(id.as_str()))
        .filter(|shape| shape.kind == ShapeKind::Map)
        .filter_map(|shape| shape.members.get("key"))
        .map(|key| key.target.clone())
        .collect()
}
