//! The protocol tests of a service, taken out of its model: the traits of `smithy.test`.
//!
//! They are handed on as the model writes them, each number with its digits, and in the model's order. Mixins and
//! `apply` statements are in their shapes by now.

use std::fmt::Write as _;

use crate::ast::{Closure, Model, Operation, Shape, Trait};
use crate::diagnostic::Diagnostics;
use crate::ir::Package;

/// The traits that hold cases.
const TRAITS: [&str; 4] = [
    "httpRequestTests",
    "httpResponseTests",
    "httpMalformedRequestTests",
    "eventStreamTests",
];

/// All cases of the service as JSON: an array of `{shape, trait, operations, eventStream, error, cases}`.
///
/// Operations that the settings leave out are among them, without an operation by which to run them, so that whoever
/// runs the cases can say so; `eventStream` says that all operations which could run them stream events. Cases of other
/// services of the model are not.
///
/// # Errors
///
/// The model does not have the package's service.
pub(crate) fn of_service(model: &Model, package: &Package) -> Result<String, Diagnostics> {
    let mut foreign = Vec::new();
    let mut own = Closure::default();
    for (service, _) in model.services() {
        let closure = model.closure(&service.id)?;
        if service.id.as_str() == package.service.id {
            own = closure
        } else {
            foreign.push(closure)
        }
    }
    let has = |closure: &Closure, shape: &Shape| {
        closure.operations.contains_key(&shape.id) || closure.shapes.contains(&shape.id)
    };
    let mut groups = Vec::new();
    for shape in model.shapes.values() {
        if !has(&own, shape) && foreign.iter().any(|closure| has(closure, shape)) {
            continue;
        }
        for name in TRAITS {
            let Some(applied) = shape.traits.get(&format!("smithy.test#{name}")) else {
                continue;
            };
            groups.push(group(model, shape, (name, applied), &own, package));
        }
    }
    Ok(format!("[\n{}\n]\n", groups.join(",\n")))
}

fn group(
    model: &Model,
    shape: &Shape,
    (name, applied): (&str, &Trait),
    closure: &Closure,
    package: &Package,
) -> String {
    let is_generated = |operation: &str| {
        package
            .operations
            .iter()
            .any(|known| known.name == operation)
    };
    let is_error = shape.traits.has("smithy.api#error");
    let operations: Vec<String> = closure
        .operations
        .iter()
        .filter(|(id, operation)| **id == shape.id || operation.errors.contains(&shape.id))
        .map(|(id, _)| id.name())
        .filter(|operation| is_generated(operation))
        .map(|operation| format!("\"{operation}\""))
        .collect();
    // Shape ids and the names in them are identifiers, so they need no escapes.
    let mut text = format!("{{\"shape\": \"{}\", \"trait\": \"{name}\", ", shape.id);
    let _ = write!(text, "\"operations\": [{}], ", operations.join(", "));
    if is_error {
        let _ = write!(text, "\"error\": \"{}\", ", shape.id.name());
    }
    if streams_events(model, shape, closure) {
        text.push_str("\"eventStream\": true, ");
    }
    let cases = model.text_of(applied);
    let _ = write!(text, "\"cases\": {cases}}}");
    text
}

/// Whether the shape is reached by operations with event streams and by no other.
fn streams_events(model: &Model, shape: &Shape, closure: &Closure) -> bool {
    let reaches = |operation: &Operation| model.reach(operation.messages()).contains(&shape.id);
    let mut users = closure
        .operations
        .iter()
        .filter(|(id, operation)| **id == shape.id || reaches(operation))
        .map(|(_, operation)| model.has_event_stream(operation))
        .peekable();
    users.peek().is_some() && users.all(|streams| streams)
}
