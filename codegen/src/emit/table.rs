//! The wire form of structures and unions: the rows of the runtime's `structure!` and `union!`.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use super::codec::{self, Form};
use super::constructor;
use super::scope::Scope;
use super::tokens;
use crate::ir::{
    Field, Kind, Literal, Message, Presence, Simple, Structure, TimestampFormat, Union,
    UnionVariant, Value,
};
use crate::print;

/// The widest line of a table.
const WIDTH: usize = 100;

/// The JSON form of a structure all of whose members stand in one object.
pub(crate) fn structure(structure: &Structure, scope: &Scope<'_>) -> String {
    let values = structure.fields.iter().map(|field| &field.value);
    of_values(structure, values, scope)
}

/// The same of an input or an output, whose members are checked as its bindings say.
pub(crate) fn message(message: &Message, scope: &Scope<'_>) -> String {
    let fields = message.structure.fields.iter().enumerate();
    let values = fields.map(|(index, field)| {
        let mut bindings = message.bindings.iter();
        let binding = bindings.find(|binding| binding.field == index);
        binding.map_or(&field.value, |binding| &binding.value)
    });
    of_values(&message.structure, values, scope)
}

fn of_values<'v>(
    structure: &Structure,
    values: impl Iterator<Item = &'v Value>,
    scope: &Scope<'_>,
) -> String {
    let fields = structure.fields.iter().zip(values);
    let rows = fields.map(|(field, value)| row(field, value, scope));
    let is_optional = |field: &Field| field.presence == Presence::Optional;
    if constructor::derives_default(structure) && structure.fields.iter().all(is_optional) {
        return table("structure", &format!("{}: Default", structure.name), rows);
    }
    table("structure", &structure.name, rows)
}

/// The JSON form of a union.
pub(crate) fn union(union: &Union, scope: &Scope<'_>) -> String {
    let rows = union
        .variants
        .iter()
        .map(|variant| alternative(variant, scope));
    let unknown = union.receivable.then(|| Row::new("..Unknown".to_owned()));
    table("union", &union.name, rows.chain(unknown))
}

fn table(name: &str, shape: &str, rows: impl Iterator<Item = Row>) -> String {
    block(&format!("lockstep_core::{name}"), shape, rows)
}

/// A macro in braces, with what it says first and rows in braces behind that.
fn block(name: &str, head: &str, rows: impl Iterator<Item = Row>) -> String {
    let mut text = format!("{name}! {{\n    {head} {{");
    let mut is_empty = true;
    for row in rows {
        is_empty = false;
        text.push_str("\n        ");
        row.print(&mut text);
    }
    text.push_str(if is_empty { "}\n}\n" } else { "\n    }\n}\n" });
    text
}

/// A macro of the runtime in parentheses on one line, if it has room there.
fn line(name: &str, said: &str) -> Option<String> {
    let line = format!("lockstep_core::{name}!({said});\n");
    (line.len() <= WIDTH + 1).then_some(line)
}

/// A macro of the runtime in parentheses: parts, each with a list behind it.
pub(crate) fn call(name: &str, parts: &[(String, Vec<String>)]) -> String {
    let whole = parts
        .iter()
        .map(|(part, list)| format!("{part}({})", list.join(", ")))
        .collect::<String>();
    if let Some(line) = line(name, &whole) {
        return line;
    }
    let mut text = format!("lockstep_core::{name}! {{\n");
    for (part, list) in parts {
        let head = format!("    {}(", part.trim_start());
        let line = format!("{head}{})\n", list.join(", "));
        if line.len() <= WIDTH + 1 {
            text.push_str(&line);
            continue;
        }
        text.push_str(&head);
        // As many to a line as there is room for.
        let mut width = WIDTH;
        for entry in list {
            if width + entry.len() + 2 > WIDTH {
                text.push_str("\n       ");
                width = 7;
            }
            let _ = write!(text, " {entry},");
            width += entry.len() + 2;
        }
        text.push_str("\n    )\n");
    }
    text.push_str("}\n");
    text
}

/// The runtime's `input!`.
pub(crate) fn input(input: &str, operation: &str) -> String {
    line("input", &format!("{input}: {operation}")).unwrap_or_else(|| {
        format!("lockstep_core::input! {{\n    {input}:\n        {operation}\n}}\n")
    })
}

/// The runtime's `service!` of a server: the trait, and its methods with their operations.
pub(crate) fn service(service: &str, methods: impl Iterator<Item = (String, String)>) -> String {
    let rows = methods.map(|(method, operation)| Row::new(format!("{method}: {operation}")));
    block(
        "lockstep_server::service",
        &format!("SERVICE: {service}"),
        rows,
    )
}

/// A row of a table: what it says first, and what may stand in lines of its own.
struct Row {
    head: String,
    more: Vec<String>,
}

impl Row {
    fn new(head: String) -> Self {
        Self {
            head,
            more: Vec::new(),
        }
    }

    fn print(&self, text: &mut String) {
        match self.head.split_once(": ") {
            Some((name, says)) if self.head.len() + 9 > WIDTH => {
                let _ = write!(text, "{name}:\n            {says}");
            }
            _ => text.push_str(&self.head),
        }
        let together = self.head.len() + self.more.iter().map(String::len).sum::<usize>() + 9;
        for part in &self.more {
            if together > WIDTH || part.contains('\n') {
                text.push_str("\n            ");
                text.push_str(&part.trim_start().replace('\n', "\n            "));
            } else {
                text.push_str(part);
            }
        }
        text.push(',');
    }
}

/// The runtime's `modeled_error!`; `head` is what it says of the message, and `fields` are the other members.
pub(crate) fn error(head: &str, fields: &[&Field], scope: &Scope<'_>) -> String {
    const NAME: &str = "modeled_error";
    if !fields.is_empty() {
        let rows = fields.iter().map(|field| row(field, &field.value, scope));
        return table(NAME, head, rows);
    }
    line(NAME, head).unwrap_or_else(|| format!("lockstep_core::{NAME}! {{\n    {head}\n}}\n"))
}

fn row(field: &Field, value: &Value, scope: &Scope<'_>) -> Row {
    let (name, key) = (&field.name, &field.json_name);
    let presence = match &field.presence {
        Presence::Required => "required",
        Presence::Optional => "optional",
        Presence::Corrected(_) | Presence::Defaulted(_) => "defaulted",
        Presence::Filled(_) => "filled",
    };
    let default = match &field.presence {
        Presence::Required | Presence::Optional => String::new(),
        Presence::Corrected(literal) | Presence::Defaulted(literal) | Presence::Filled(literal) => {
            format!(", {}", default(literal, value, scope))
        }
    };
    let mut row = Row::new(format!("{name}: {presence}({key:?}{default})"));
    if field.demanded && field.presence != Presence::Required {
        row.head.push_str(".demanded()");
    }
    row.more = form(value, scope);
    row
}

fn alternative(variant: &UnionVariant, scope: &Scope<'_>) -> Row {
    let (name, key) = (&variant.name, &variant.json_name);
    let Some(value) = &variant.value else {
        return Row::new(format!("{name}: member({key:?})"));
    };
    let mut row = Row::new(format!("{name}(value): member({key:?})"));
    row.more = form(value, scope);
    row
}

/// What a row says of a value's constraints and of its form.
fn form(value: &Value, scope: &Scope<'_>) -> Vec<String> {
    if is_by_type_but_checked(value) {
        let checked = checked(value, scope).map(print::expression);
        return checked.into_iter().collect();
    }
    let read = codec::read(value, Form::Json, scope);
    let mut by = vec![print::expression(quote!(|r| #read))];
    if !is_written_by_type(value) {
        by.push(print::expression(codec::vec_writer(
            value,
            Form::Json,
            scope,
        )));
    }
    if by.iter().all(|expression| !expression.contains('\n')) {
        let line = format!(" by({})", by.join(", "));
        if line.len() < WIDTH - 12 {
            return vec![line];
        }
    }
    let mut lines = " by(".to_owned();
    for expression in by {
        let _ = write!(lines, "\n    {},", expression.replace('\n', "\n    "));
    }
    lines.push_str("\n)");
    vec![lines]
}

/// The call that gives a member its constraints.
pub(crate) fn checked(value: &Value, scope: &Scope<'_>) -> Option<TokenStream> {
    let name = super::scope::ident(value.constraints.as_ref()?);
    let constraints = scope.shape("constraints");
    Some(quote!(.checked(&#constraints::#name)))
}

/// Whether a value reads and writes itself, in the form that its type has: nothing within it has constraints or another
/// form.
fn is_by_type(value: &Value) -> bool {
    value.constraints.is_none() && is_by_type_but_checked(value)
}

/// The same of a value that may have constraints of its own, which a table names beside it.
pub(crate) fn is_by_type_but_checked(value: &Value) -> bool {
    !value.unique
        && is_written_by_type(value)
        && match &value.kind {
            Kind::List { element, .. } => is_by_type(element),
            Kind::Map { key, value, .. } => is_by_type(key) && is_by_type(value),
            _ => true,
        }
}

/// The same of writing, which checks nothing.
pub(crate) fn is_written_by_type(value: &Value) -> bool {
    match &value.kind {
        Kind::Simple(Simple::Timestamp(format)) => *format == TimestampFormat::EpochSeconds,
        Kind::Simple(_) | Kind::Enum(_) | Kind::IntEnum(_) | Kind::Shape { .. } => true,
        Kind::Stream => false,
        Kind::List { element, sparse } => !sparse && is_written_by_type(element),
        Kind::Map { value, sparse, .. } => !sparse && is_written_by_type(value),
    }
}

/// The function that makes a default.
fn default(literal: &Literal, value: &Value, scope: &Scope<'_>) -> String {
    let made = print::expression(tokens::literal(literal, value, scope));
    match made.strip_suffix("::new()") {
        Some(of) => format!("{of}::new"),
        None => format!("|| {made}"),
    }
}
