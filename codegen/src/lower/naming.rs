//! The names of all types, operations and variants, from the whole service, so that what is selected changes none.

use std::collections::{BTreeMap, BTreeSet};

use super::constant::Constants;
use super::context::Context;
use crate::ast::{Closure, Model, Service, Shape, ShapeId, ShapeKind};
use crate::diagnostic::Sink;
use crate::names::{self, Collision, Kind};
use crate::settings::ServiceSettings;

pub(super) struct Names<'m> {
    model: &'m Model,
    types: BTreeMap<ShapeId, String>,
    taken: BTreeSet<String>,
    modules: BTreeMap<ShapeId, String>,
    functions: BTreeMap<ShapeId, String>,
    constants: Constants,
}

impl<'m> Names<'m> {
    /// Names every structure, union, enum and operation of the service, in a model that nothing was left out of.
    pub(super) fn new(
        model: &'m Model,
        service: &Shape,
        closure: &Closure,
        settings: &ServiceSettings,
        sink: &mut Sink,
    ) -> Self {
        let empty = Service::default();
        let renames = match &service.kind {
            ShapeKind::Service(service) => &service.rename,
            _ => &empty.rename,
        };
        let is_type = |id: &&ShapeId| {
            let kind = model.shape(id.as_str()).map(|shape| &shape.kind);
            let is_type = matches!(
                kind,
                Some(
                    ShapeKind::Structure | ShapeKind::Union | ShapeKind::Enum | ShapeKind::IntEnum
                )
            );
            is_type && id.as_str() != "smithy.api#Unit"
        };
        let shapes: Vec<&ShapeId> = closure.shapes.iter().filter(is_type).collect();
        let operations: Vec<&ShapeId> = closure.operations.keys().collect();
        let ids = [shapes.as_slice(), &operations].concat();
        let entries: Vec<(&str, Option<&str>)> = ids
            .iter()
            .map(|id| {
                let model_name = renames.get(id.as_str()).map_or(id.name(), String::as_str);
                (
                    model_name,
                    settings
                        .rename
                        .get(id.as_str())
                        .map(|new| new.value.as_str()),
                )
            })
            .collect();
        let chosen = names::distinct_with(Kind::Type, &entries).unwrap_or_else(|collision| {
            let named = ids.iter().zip(&entries);
            let mut both = named
                .filter(|(_, (name, _))| [&*collision.first, &*collision.second].contains(name));
            let (first, second) = (both.next(), both.next());
            let show = |found: Option<(&&ShapeId, _)>| {
                found.map(|(id, _)| id.to_string()).unwrap_or_default()
            };
            let span = second
                .and_then(|(id, _)| model.shape(id.as_str()))
                .map_or(service.span, |shape| shape.span);
            let collision = Collision {
                first: show(first),
                second: show(second),
                name: collision.name.clone(),
            };
            sink.error(span, collision.to_string(), None);
            entries
                .iter()
                .map(|(name, _)| names::type_name(name))
                .collect()
        });
        let types: BTreeMap<ShapeId, String> = ids.into_iter().cloned().zip(chosen).collect();
        let taken = types.values().cloned().collect();
        // Shapes and operations have folders of their own.
        let mut modules = of_types(Kind::Module, &shapes, &types, service, sink);
        modules.extend(of_types(Kind::Module, &operations, &types, service, sink));
        let functions = of_types(Kind::Function, &operations, &types, service, sink);
        Self {
            model,
            types,
            taken,
            modules,
            functions,
            constants: Constants::new(model, closure, settings),
        }
    }

    /// The type of a shape or operation.
    pub(super) fn shape(&self, id: &ShapeId) -> String {
        self.types
            .get(id)
            .cloned()
            .unwrap_or_else(|| names::type_name(id.name()))
    }

    /// A type that belongs to an operation and that the model does not name, such as `{Operation}Error`. Where the
    /// model has a shape of this name, it is `{Operation}Operation{suffix}`.
    pub(super) fn of_operation(&self, operation: &ShapeId, suffix: &str) -> String {
        self.beside(&self.shape(operation), "Operation", suffix)
    }

    /// A type that belongs to a shape and that the model does not name, such as `{Shape}Init`. Where the model has a
    /// shape of this name, it is `{Shape}Shape{suffix}`.
    pub(super) fn of_shape(&self, id: &ShapeId, suffix: &str) -> String {
        self.beside(&self.shape(id), "Shape", suffix)
    }

    /// The name of a type with a suffix; `between` stands before the suffix as often as it must, so that the name is
    /// neither that of a shape nor what another type of the model is called with this suffix.
    fn beside(&self, base: &str, between: &str, suffix: &str) -> String {
        let (mut stem, mut others) = (base.to_owned(), Vec::new());
        loop {
            let name = format!("{stem}{suffix}");
            if !self.taken.contains(&name) && !others.contains(&name) {
                return name;
            }
            stem.push_str(between);
            if self.taken.contains(&stem) {
                others.push(self.beside(&stem, between, suffix));
            }
        }
    }

    /// The module of a shape or operation. It is not called as the module that it stands in.
    pub(super) fn module(&self, id: &ShapeId) -> String {
        let found = self.modules.get(id).cloned();
        match found.unwrap_or_else(|| names::module_name(&self.shape(id))) {
            name if ["errors", "operations", "shapes"].contains(&name.as_str()) => {
                format!("{name}_")
            }
            name => name,
        }
    }

    /// The method of an operation. The generated client has methods of its own.
    pub(super) fn function(&self, id: &ShapeId) -> String {
        let found = self.functions.get(id).cloned();
        match found.unwrap_or_else(|| names::fn_name(&self.shape(id))) {
            name if ["new", "from", "clone", "pages"].contains(&name.as_str()) => {
                format!("{name}_")
            }
            name => name,
        }
    }

    /// The trait of a service: the `sdkId` that AWS gives it, such as `Connect`, else the shape's name.
    pub(super) fn service_trait(&self, service: &Shape) -> String {
        let sdk_id = service
            .traits
            .get("aws.api#service")
            .and_then(|found| found.value.get("sdkId")?.as_str());
        let mut name = names::type_name(sdk_id.unwrap_or(service.id.name()));
        while self.taken.contains(&name) {
            name.push_str("Api");
        }
        name
    }

    /// The constants of constraints.
    pub(super) fn constants(&self) -> &Constants {
        &self.constants
    }

    /// The variants of an enum or union, in the model's order.
    pub(super) fn variants(&self, shape: &Shape, context: &Context<'_>) -> Vec<String> {
        self.members(shape, Kind::Variant, context)
    }

    /// The fields of a structure, in the model's order.
    pub(super) fn fields(&self, shape: &Shape, context: &Context<'_>) -> Vec<String> {
        self.members(shape, Kind::Field, context)
    }

    /// Those that are left out are named too, so that no other changes its name.
    fn members(&self, shape: &Shape, kind: Kind, context: &Context<'_>) -> Vec<String> {
        let renamed = |member: &str| context.settings.rename.get(&shape.id.member(member));
        let whole = self.model.shape(shape.id.as_str()).unwrap_or(shape);
        let entries: Vec<(&str, Option<&str>)> = whole
            .members
            .keys()
            .map(|name| (name.as_str(), renamed(name).map(|new| new.value.as_str())))
            .collect();
        let chosen = names::distinct_with(kind, &entries).unwrap_or_else(|collision| {
            context.error(shape.span, format!("in `{}`, {collision}", shape.id), None);
            entries
                .iter()
                .map(|(name, _)| names::name(kind, name))
                .collect()
        });
        let named = whole.members.keys().zip(chosen);
        named
            .filter(|(member, _)| shape.members.contains_key(*member))
            .map(|(_, name)| name)
            .collect()
    }
}

/// What belongs to each of these types and stands in one place, named after the type.
fn of_types(
    kind: Kind,
    ids: &[&ShapeId],
    types: &BTreeMap<ShapeId, String>,
    service: &Shape,
    sink: &mut Sink,
) -> BTreeMap<ShapeId, String> {
    let texts: Vec<&str> = ids.iter().map(|id| types[*id].as_str()).collect();
    let chosen = names::distinct(kind, &texts).unwrap_or_else(|collision| {
        // Types of one name are told already.
        if collision.first != collision.second {
            sink.error(service.span, collision.to_string(), None);
        }
        texts.iter().map(|text| names::name(kind, text)).collect()
    });
    ids.iter().map(|id| (*id).clone()).zip(chosen).collect()
}
