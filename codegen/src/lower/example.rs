//! `@examples`: what an operation is asked and answers, as JSON at the end of its documentation.

use serde_json::{Map, Value};

use super::context::Context;
use crate::ast::Traits;
use crate::docs;
use crate::ir::Docs;

/// Adds the examples of an operation to its documentation, if the settings want them.
pub(super) fn add(docs: &mut Docs, traits: &Traits, context: &Context<'_>) {
    let found = traits.get("smithy.api#examples");
    let Some(examples) = found.and_then(|found| found.value.as_array()) else {
        return;
    };
    if !context.settings.examples || examples.is_empty() {
        return;
    }
    if !docs.lines.is_empty() {
        docs.lines.push(String::new());
    }
    docs.lines.push("# Examples".to_owned());
    for example in examples {
        docs.lines.push(String::new());
        docs.lines.extend(one(example));
    }
}

/// What is done in an example, and the members of both messages by their names in the model.
fn one(example: &Value) -> Vec<String> {
    let text = |key: &str| example.get(key).and_then(Value::as_str).unwrap_or_default();
    let mut lines = docs::markdown(text("title"));
    let said = docs::markdown(text("documentation"));
    if said != lines && !said.is_empty() {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(said);
    }
    if !lines.is_empty() {
        lines.push(String::new());
    }
    let parts = ["input", "output", "error"].into_iter();
    let parts: Map<String, Value> = parts
        .filter_map(|key| Some((key.to_owned(), example.get(key)?.clone())))
        .collect();
    let json = format!("{:#}", Value::Object(parts));
    lines.push("```json".to_owned());
    lines.extend(json.lines().map(visible));
    lines.push("```".to_owned());
    lines
}

/// Escapes what turns the direction of text, which the compiler refuses in comments.
fn visible(line: &str) -> String {
    line.chars()
        .map(|c| match c {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => format!("\\u{:04x}", u32::from(c)),
            c => c.to_string(),
        })
        .collect()
}
