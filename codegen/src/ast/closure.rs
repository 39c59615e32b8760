//! What belongs to a service: its operations, and all shapes that they reach.

use std::collections::{BTreeMap, BTreeSet};

use super::Model;
use super::id::ShapeId;
use super::shape::{Operation, ShapeKind};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// All that a service consists of: <https://smithy.io/2.0/spec/service-types.html#service-closure>.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closure {
    /// Its operations, those of its resources included, each with the errors of the service after its own.
    pub operations: BTreeMap<ShapeId, Operation>,
    /// Its resources.
    pub resources: BTreeSet<ShapeId>,
    /// The data shapes that the operations reach, those of the prelude included.
    pub shapes: BTreeSet<ShapeId>,
}

impl Model {
    /// The closure of a service.
    ///
    /// # Errors
    /// The model has no service of this id.
    pub fn closure(&self, service: &ShapeId) -> Result<Closure, Diagnostics> {
        let Some(ShapeKind::Service(found)) = self.shape(service.as_str()).map(|shape| &shape.kind)
        else {
            let services: Vec<_> = self
                .services()
                .map(|(shape, _)| format!("`{}`", shape.id))
                .collect();
            let help = if services.is_empty() {
                "the model has none".into()
            } else {
                format!("the model has {}", services.join(", "))
            };
            let message = format!("there is no service `{service}`");
            return Err(Diagnostic {
                message,
                help: Some(help),
                span: None,
                source: self.source.clone(),
            }
            .into());
        };
        let mut closure = Closure::default();
        self.add_operations(&found.operations, &found.errors, &mut closure);
        let mut waiting = found.resources.clone();
        while let Some(id) = waiting.pop() {
            let Some(ShapeKind::Resource(resource)) =
                self.shape(id.as_str()).map(|shape| &shape.kind)
            else {
                continue;
            };
            if closure.resources.insert(id) {
                self.add_operations(&resource.operations, &found.errors, &mut closure);
                waiting.extend(resource.resources.iter().cloned());
            }
        }
        let roots = closure.operations.values().flat_map(Operation::messages);
        closure.shapes = self.reach(roots);
        Ok(closure)
    }

    /// The data shapes that can be reached from `roots` over members, these included.
    pub fn reach<'m>(&'m self, roots: impl IntoIterator<Item = &'m ShapeId>) -> BTreeSet<ShapeId> {
        let mut reached = BTreeSet::new();
        let mut waiting: Vec<&ShapeId> = roots.into_iter().collect();
        while let Some(id) = waiting.pop() {
            let Some(shape) = self.shape(id.as_str()) else {
                continue;
            };
            if reached.insert(id.clone())
                && !matches!(shape.kind, ShapeKind::Enum | ShapeKind::IntEnum)
            {
                waiting.extend(shape.members.values().map(|member| &member.target));
            }
        }
        reached
    }

    /// Whether an operation streams events: whether its input or its output reaches a union with `@streaming`
    /// (<https://smithy.io/2.0/spec/streaming.html#event-streams>).
    pub fn has_event_stream(&self, operation: &Operation) -> bool {
        self.reach([&operation.input, &operation.output])
            .iter()
            .filter_map(|id| self.shape(id.as_str()))
            .any(|shape| shape.kind == ShapeKind::Union && shape.traits.has("smithy.api#streaming"))
    }

    fn add_operations(&self, ids: &[ShapeId], common: &[ShapeId], closure: &mut Closure) {
        for id in ids {
            let Some(ShapeKind::Operation(operation)) =
                self.shape(id.as_str()).map(|shape| &shape.kind)
            else {
                continue;
            };
            let mut operation = operation.clone();
            let missing: Vec<_> = common
                .iter()
                .filter(|error| !operation.errors.contains(error))
                .cloned()
                .collect();
            operation.errors.extend(missing);
            closure.operations.insert(id.clone(), operation);
        }
    }
}
