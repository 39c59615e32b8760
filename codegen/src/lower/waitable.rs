//! `smithy.waiters#waitable`: what a client asks for until it has come.

use std::collections::BTreeSet;

use serde_json::Value;

use super::context::Context;
use super::jmespath::{self, Root};
use crate::ast::{self, Shape, Trait};
use crate::docs;
use crate::ir::{AcceptorState, Comparator, Docs, Expression, Matcher, Message, Operation, Waiter};
use crate::names;

/// The least delay, in seconds, where a waiter does not say it.
const MIN_DELAY: u32 = 2;
/// The greatest delay, in seconds, where a waiter does not say it.
const MAX_DELAY: u32 = 120;

/// The waiters of an operation, sorted by name, if the settings want them.
pub(super) fn lower(
    operation: &Shape,
    messages: &ast::Operation,
    input: &Message,
    context: &Context<'_>,
) -> Vec<Waiter> {
    let Some(found) = operation.traits.get("smithy.waiters#waitable") else {
        return Vec::new();
    };
    if !context.settings.waiters {
        return Vec::new();
    }
    let waiters = Waiters {
        operation,
        messages,
        found,
        context,
    };
    if input.structure.stream().is_some() {
        waiters.error("is waitable, but has a stream in its input, which cannot be sent twice");
        return Vec::new();
    }
    let named = found.value.as_object().into_iter().flatten();
    named
        .filter_map(|(name, value)| {
            let waiter = waiters.one(name, value);
            let said = |problem| waiters.error(&format!("has the waiter `{name}`, but {problem}"));
            waiter.map_err(said).ok()
        })
        .collect()
}

/// Notes an error for each waiter that makes the same method as another one or as an operation.
pub(super) fn check(operations: &[Operation], context: &Context<'_>) {
    let names = operations.iter().map(|operation| &operation.function);
    let mut taken: BTreeSet<&str> = names.map(String::as_str).collect();
    for operation in operations {
        for waiter in &operation.waiters {
            if !taken.insert(&waiter.function) {
                let message = format!(
                    "a waiter of `{}` makes the method `{}`, which the client has already",
                    operation.name, waiter.function
                );
                let help = "leave one of the operations out, or all waiters: waiters = false";
                context.error(context.service.span, message, help);
            }
        }
    }
}

struct Waiters<'c, 'm> {
    operation: &'c Shape,
    messages: &'c ast::Operation,
    found: &'c Trait,
    context: &'c Context<'m>,
}

impl<'m> Waiters<'_, 'm> {
    fn one(&self, name: &str, value: &Value) -> Result<Waiter, String> {
        let delay = |key: &str, otherwise| match value.get(key) {
            None => Ok(otherwise),
            Some(value) => value
                .as_u64()
                .and_then(|seconds| u32::try_from(seconds).ok())
                .filter(|seconds| *seconds > 0)
                .ok_or_else(|| format!("its `{key}` {value} is no number of seconds")),
        };
        let (min_delay, max_delay) = (delay("minDelay", MIN_DELAY)?, delay("maxDelay", MAX_DELAY)?);
        if min_delay > max_delay {
            return Err(format!(
                "its `minDelay` {min_delay} is greater than its `maxDelay` {max_delay}"
            ));
        }
        let acceptors = value.get("acceptors").and_then(Value::as_array);
        let acceptors: Result<Vec<_>, String> = acceptors
            .into_iter()
            .flatten()
            .map(|acceptor| self.acceptor(acceptor))
            .collect();
        let acceptors = acceptors?;
        let mut states = acceptors.iter();
        if !states.any(|(state, _)| *state == AcceptorState::Success) {
            return Err("none of its acceptors says that what is waited for has come".to_owned());
        }
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        Ok(Waiter {
            name: name.to_owned(),
            function: format!("wait_until_{}", names::module_name(name)),
            docs: Docs {
                lines: text("documentation")
                    .map(docs::markdown)
                    .unwrap_or_default(),
                deprecated: (value.get("deprecated") == Some(&Value::Bool(true))).then(String::new),
            },
            min_delay,
            max_delay,
            acceptors,
        })
    }

    fn acceptor(&self, acceptor: &Value) -> Result<(AcceptorState, Matcher), String> {
        let state = match acceptor.get("state").and_then(Value::as_str) {
            Some("success") => AcceptorState::Success,
            Some("failure") => AcceptorState::Failure,
            Some("retry") => AcceptorState::Retry,
            _ => return Err("an acceptor is for neither success, failure nor retry".to_owned()),
        };
        let matcher = acceptor.get("matcher").and_then(Value::as_object);
        let mut members = matcher.into_iter().flatten();
        let (Some((name, value)), None) = (members.next(), members.next()) else {
            return Err("an acceptor has no matcher, or several".to_owned());
        };
        let shape = |id: &ast::ShapeId| {
            let shape = self.context.model.shape(id.as_str());
            shape.filter(|_| id.as_str() != "smithy.api#Unit")
        };
        let (input, output) = (shape(&self.messages.input), shape(&self.messages.output));
        let matcher = match (name.as_str(), value) {
            ("success", Value::Bool(true)) => Matcher::Success,
            ("success", Value::Bool(false)) => Matcher::AnyError,
            // The namespace of an absolute id is not sent.
            ("errorType", Value::String(id)) => {
                Matcher::Error(id.rsplit('#').next().unwrap_or_default().to_owned())
            }
            ("output", test) => Matcher::Output(self.test(test, Root::Output(output))?),
            ("inputOutput", test) => {
                Matcher::InputOutput(self.test(test, Root::Both(input, output))?)
            }
            _ => return Err(format!("the matcher `{name}` is not known")),
        };
        Ok((state, matcher))
    }

    /// A path, what is expected of it, and how the two are compared.
    fn test(&self, test: &Value, root: Root<'m>) -> Result<Expression, String> {
        let text = |key: &str| {
            let found = test.get(key).and_then(Value::as_str);
            found.ok_or_else(|| format!("a matcher has no `{key}`"))
        };
        let (path, expected) = (text("path")?, text("expected")?);
        let context = self.context;
        let read = jmespath::read(path, root, context)?;
        match text("comparator")? {
            "stringEquals" => {
                let found = read.text().ok_or(format!("`{path}` is not a string"))?;
                let literal = Expression::TextLiteral(expected.to_owned());
                Ok(equal(found.expression, literal))
            }
            "booleanEquals" => {
                let literal = match expected {
                    "true" => true,
                    "false" => false,
                    _ => return Err(format!("`{expected}` is neither `true` nor `false`")),
                };
                let found = read.boolean().ok_or(format!("`{path}` is not a boolean"))?;
                Ok(equal(found.expression, Expression::BooleanLiteral(literal)))
            }
            "anyStringEquals" => {
                let texts = jmespath::texts(read, context);
                let texts = texts.map_err(|problem| format!("in `{path}`, {problem}"))?;
                Ok(Expression::AnyIs(texts, expected.to_owned()))
            }
            "allStringEquals" => {
                let texts = jmespath::texts(read, context);
                let texts = texts.map_err(|problem| format!("in `{path}`, {problem}"))?;
                Ok(Expression::AllAre(texts, expected.to_owned()))
            }
            other => Err(format!("the comparator `{other}` is not known")),
        }
    }

    fn error(&self, problem: &str) {
        let id = &self.operation.id;
        let help = format!(
            "{}, or all waiters: waiters = false",
            self.context.help_to_omit(id)
        );
        let message = format!("`{id}` {problem}");
        self.context.error(self.found.span, message, &*help);
    }
}

fn equal(found: Expression, expected: Expression) -> Expression {
    Expression::Compare(Box::new(found), Comparator::Equal, Box::new(expected))
}
