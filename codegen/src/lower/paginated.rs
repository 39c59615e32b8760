//! `@paginated`: which members make the answers of an operation pages.

use super::context::Context;
use super::field;
use crate::ast::{self, Shape, ShapeKind, Trait};
use crate::diagnostic::Span;
use crate::ir::{Field, Kind, Message, Pagination, Simple, Step, Value};

/// How the pages of an operation hang together, if it answers in pages and the settings want it.
pub(super) fn lower(
    operation: &Shape,
    messages: &ast::Operation,
    input: &Message,
    context: &Context<'_>,
) -> Option<Pagination> {
    let found = operation.traits.get("smithy.api#paginated")?;
    if !context.settings.paginators {
        return None;
    }
    let of_service = context.service.traits.get("smithy.api#paginated");
    let pages = Pages {
        operation,
        found,
        context,
    };
    // What the operation does not say is what the service says.
    let said = |key: &str| {
        let text = |found: &Trait| Some(found.value.get(key)?.as_str()?.to_owned());
        text(found).or_else(|| of_service.and_then(text))
    };
    let required = |key: &str| {
        let path = said(key);
        if path.is_none() {
            pages.error(format!("does not say its `{key}`"));
        }
        path
    };
    let (input_token, output_token) = (required("inputToken"), required("outputToken"));
    let token = pages.input_token(input, &input_token?)?;
    let output_token = pages.output(messages, &output_token?, "outputToken")?;
    if kind_of_token(&output_token.value) != kind_of_token(&token.value) {
        pages.error("has an `outputToken` of another type than its `inputToken`".to_owned());
        return None;
    }
    let items = match said("items") {
        None => None,
        Some(path) => {
            let items = pages.output(messages, &path, "items")?;
            if !matches!(items.value.kind, Kind::List { .. } | Kind::Map { .. }) {
                pages.error(format!(
                    "has `items` at `{path}`, which is neither a list nor a map"
                ));
                return None;
            }
            Some((items.steps, items.value))
        }
    };
    Some(Pagination {
        input_token: token.name.clone(),
        token: token.value.clone(),
        output_token: output_token.steps,
        items,
    })
}

/// A member of the output, perhaps of a structure within it.
struct Found {
    steps: Vec<Step>,
    value: Value,
}

struct Pages<'c, 'm> {
    operation: &'c Shape,
    found: &'c Trait,
    context: &'c Context<'m>,
}

impl Pages<'_, '_> {
    fn input_token<'i>(&self, input: &'i Message, name: &str) -> Option<&'i Field> {
        let fields = &input.structure.fields;
        let Some(field) = fields.iter().find(|field| field.member == name) else {
            self.error(format!("has no `{name}` in its input, its `inputToken`"));
            return None;
        };
        if !field.presence.is_optional() {
            self.error(format!(
                "requires its `inputToken` `{name}`, which the first page does not have"
            ));
            return None;
        }
        if kind_of_token(&field.value).is_none() {
            self.error(format!(
                "has an `inputToken` `{name}` that is not a string, an integer or a map of such"
            ));
            return None;
        }
        if input.structure.stream().is_some() {
            self.error("has a stream in its input, which cannot be sent twice".to_owned());
            return None;
        }
        Some(field)
    }

    /// Follows a path from the output, such as `result.items`.
    fn output(&self, messages: &ast::Operation, path: &str, key: &str) -> Option<Found> {
        let mut shape = self.context.model.shape(messages.output.as_str());
        let (mut steps, mut last) = (Vec::new(), None);
        for name in path.split('.') {
            let found = shape
                .filter(|shape| shape.kind == ShapeKind::Structure)
                .and_then(|shape| Some((shape, shape.members.get_index_of(name)?)));
            let Some((holder, index)) = found else {
                self.error(format!(
                    "has no `{name}` in its output, of the `{key}` `{path}`"
                ));
                return None;
            };
            let field = field::all(holder, self.context).swap_remove(index);
            shape = holder
                .members
                .get(name)
                .map(|member| self.context.target(member));
            steps.push(Step {
                field: field.name.clone(),
                is_optional: field.presence.is_optional(),
            });
            last = Some(field.value);
        }
        last.map(|value| Found { steps, value })
    }

    fn error(&self, problem: String) {
        let id = &self.operation.id;
        let help = format!(
            "{}, or all paginators: paginators = false",
            self.context.help_to_omit(id)
        );
        let span: Span = self.found.span;
        self.context
            .error(span, format!("`{id}` is paginated, but {problem}"), &*help);
    }
}

/// What decides the type of a token in Rust; `None` for what cannot be one.
fn kind_of_token(value: &Value) -> Option<Kind> {
    match &value.kind {
        Kind::Simple(Simple::String | Simple::MediaTypeString) => {
            Some(Kind::Simple(Simple::String))
        }
        Kind::Simple(simple @ (Simple::Integer | Simple::Long)) => Some(Kind::Simple(*simple)),
        Kind::Map {
            key,
            value,
            sparse: false,
        } => {
            let plain = |value: &Value, kind| {
                Box::new(Value {
                    kind,
                    constraints: None,
                    unique: value.unique,
                })
            };
            Some(Kind::Map {
                key: plain(key, kind_of_token(key)?),
                value: plain(value, kind_of_token(value)?),
                sparse: false,
            })
        }
        _ => None,
    }
}
