//! What a server must find wrong with an input, each with its place and Smithy's own sentence.

use super::ast::quarters;
use super::model::{Binding, Constraints, Id, Kind, Member, Model, Shape, Simple};
use super::rules::{self, Members};
use super::value::Value;

/// A broken constraint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Violation {
    /// The JSON pointer of the value; of the map, if one of its keys is at fault.
    pub(crate) path: String,
    /// The sentence.
    pub(crate) message: String,
    /// Which constraint it is.
    pub(crate) kind: Broken,
}

/// The kinds of broken constraints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Broken {
    Missing,
    Length,
    Range,
    Pattern,
    Enum,
    IntEnum,
    Unique,
}

/// Everything that is wrong with the members of an input.
pub(crate) fn of_input(model: &Model, input: &Shape, members: &Members) -> Vec<Violation> {
    let mut search = Search {
        model,
        found: Vec::new(),
    };
    for member in &input.members {
        // Where no entry is sent for an empty map, none is the empty map.
        let needs_none = matches!(
            member.binding,
            Binding::PrefixHeaders(_) | Binding::QueryParams
        );
        let name = if member.binding == Binding::Body {
            member.json_name()
        } else {
            &member.name
        };
        let path = below("", name);
        match members.get(&member.name) {
            Some(value) => {
                search.value(member, value, &path);
            }
            None if member.traits.required && !needs_none => search.missing(path),
            None => {}
        }
    }
    search.found
}

/// Whether a value breaks a constraint where this member holds it.
pub(crate) fn breaks(model: &Model, member: &Member, value: &Value) -> bool {
    let mut search = Search {
        model,
        found: Vec::new(),
    };
    search.value(member, value, "");
    !search.found.is_empty()
}

/// Whether a value itself, and not what it holds, breaks a constraint where this member holds it.
pub(crate) fn is_beyond(model: &Model, member: &Member, value: &Value) -> bool {
    let mut search = Search {
        model,
        found: Vec::new(),
    };
    let target = model.target(member);
    search.constraints(
        Constraints::of(&member.traits, &target.traits),
        target,
        value,
        "",
    );
    !search.found.is_empty()
}

/// Whether a length or a number is just at one of its ends.
pub(crate) fn is_at_limit(constraints: Constraints, value: &Value) -> bool {
    let length = match value {
        Value::Text(text) => Some(text.chars().count()),
        Value::Blob(text) => Some(text.len()),
        Value::List(elements) => Some(elements.len()),
        Value::Map(entries) => Some(entries.len()),
        _ => None,
    };
    let is_end = |length: usize| {
        constraints
            .length
            .is_some_and(|ends| ends.min == Some(length) || ends.max == Some(length))
    };
    let number = in_quarters(value);
    let is_bound = |end: Option<i128>| end.is_some() && end.map(|end| end as f64) == number;
    length.is_some_and(is_end)
        || constraints
            .range
            .is_some_and(|ends| is_bound(ends.min) || is_bound(ends.max))
}

/// One step further in a JSON pointer (RFC 6901).
pub(crate) fn below(path: &str, name: &str) -> String {
    format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"))
}

struct Search<'m> {
    model: &'m Model,
    found: Vec<Violation>,
}

impl Search<'_> {
    fn note(&mut self, kind: Broken, path: &str, rest: &str) {
        let message = format!("Value at '{path}' failed to satisfy constraint: Member {rest}");
        self.found.push(Violation {
            path: path.to_owned(),
            message,
            kind,
        });
    }

    fn missing(&mut self, path: String) {
        self.note(Broken::Missing, &path, "must not be null");
    }

    /// Looks at a value, and says whether it is whole: nothing that it requires is missing in it.
    fn value(&mut self, member: &Member, value: &Value, path: &str) -> bool {
        if *value == Value::Null {
            return true;
        }
        let target = self.model.target(member);
        let constraints = Constraints::of(&member.traits, &target.traits);
        self.constraints(constraints, target, value, path);
        let is_whole = self.inside(member.target, value, path);
        // Of a list that lacks something nobody can say which elements are equal.
        if constraints.unique && is_whole {
            // What a handler would be called with must differ, so defaults are filled in before.
            let mut filled = value.clone();
            rules::filled_by_server(self.model, member, &mut filled);
            self.unique(&filled, path);
        }
        is_whole
    }

    /// The equal elements are named by their indices, unless all elements are equal to others.
    fn unique(&mut self, value: &Value, path: &str) {
        let (equal, count) = equal_elements(value);
        if equal.is_empty() {
            return;
        }
        let places = if equal.len() == count {
            String::new()
        } else {
            format!(" with repeated values at indices {equal:?}")
        };
        self.found.push(Violation {
            path: path.to_owned(),
            message: format!(
                "Value{places} at '{path}' failed to satisfy constraint: Member must have unique values"
            ),
            kind: Broken::Unique,
        });
    }

    fn inside(&mut self, target: Id, value: &Value, path: &str) -> bool {
        let model = self.model;
        let shape = &model.shapes[target];
        let mut is_whole = true;
        match (value, &shape.kind) {
            (Value::Text(text), Kind::Enum(values))
                if values.iter().all(|one| one.value != *text) =>
            {
                let shown = values
                    .iter()
                    .filter(|one| !one.is_internal)
                    .map(|one| one.value.clone());
                self.note(Broken::Enum, path, &value_set(shown.collect()));
            }
            (Value::Number(number), Kind::IntEnum(values))
                if values.iter().all(|one| one.value.to_string() != *number) =>
            {
                let shown = values
                    .iter()
                    .filter(|one| !one.is_internal)
                    .map(|one| one.value.to_string());
                self.note(Broken::IntEnum, path, &value_set(shown.collect()));
            }
            (Value::List(elements), Kind::List) => {
                for (index, element) in elements.iter().enumerate() {
                    is_whole &=
                        self.value(&shape.members[0], element, &below(path, &index.to_string()));
                }
            }
            (Value::Map(entries), Kind::Map) => {
                for (key, value) in entries {
                    // What is wrong with a key is told of the map.
                    self.value(&shape.members[0], &Value::Text(key.clone()), path);
                    is_whole &= self.value(&shape.members[1], value, &below(path, key));
                }
            }
            (Value::Structure(set), Kind::Structure) => {
                for member in &shape.members {
                    let path = below(path, member.json_name());
                    match set.get(&member.name) {
                        Some(value) => is_whole &= self.value(member, value, &path),
                        None if member.traits.required => {
                            self.missing(path);
                            // Without one that a client may leave out, a value can still be compared.
                            is_whole &= member.traits.client_optional;
                        }
                        None => {}
                    }
                }
            }
            (Value::Union(name, value), Kind::Union) => {
                if let Some(member) = shape.members.iter().find(|member| member.name == *name) {
                    is_whole = self.value(member, value, &below(path, member.json_name()));
                }
            }
            _ => {}
        }
        is_whole
    }

    fn constraints(&mut self, constraints: Constraints, target: &Shape, value: &Value, path: &str) {
        if let (Some(length), Some(found)) = (constraints.length, length_of(value, target)) {
            let is_short = length.min.is_some_and(|min| found < min);
            let is_long = length.max.is_some_and(|max| found > max);
            if is_short || is_long {
                let bounds = match (length.min, length.max) {
                    (Some(min), Some(max)) => format!("between {min} and {max}, inclusive"),
                    (Some(min), None) => format!("greater than or equal to {min}"),
                    (None, max) => format!("less than or equal to {}", max.unwrap_or_default()),
                };
                let message = format!(
                    "Value with length {found} at '{path}' failed to satisfy constraint: Member must have length {bounds}"
                );
                self.found.push(Violation {
                    path: path.to_owned(),
                    message,
                    kind: Broken::Length,
                });
            }
        }
        if let Some(range) = constraints.range {
            let number = in_quarters(value);
            let is_below = range
                .min
                .is_some_and(|min| number.is_none_or(|number| number < min as f64));
            let is_above = range
                .max
                .is_some_and(|max| number.is_none_or(|number| number > max as f64));
            if is_below || is_above {
                let bounds = match (range.min.map(quarters), range.max.map(quarters)) {
                    (Some(min), Some(max)) => format!("be between {min} and {max}, inclusive"),
                    (Some(min), None) => format!("be greater than or equal to {min}"),
                    (None, max) => format!("be less than or equal to {}", max.unwrap_or_default()),
                };
                self.note(Broken::Range, path, &format!("must {bounds}"));
            }
        }
        if let (Some(pattern), Value::Text(text)) = (constraints.pattern, value)
            && !(pattern.matches)(text)
        {
            self.note(
                Broken::Pattern,
                path,
                &format!(
                    "must satisfy regular expression pattern: {}",
                    pattern.source
                ),
            );
        }
    }
}

fn value_set(values: Vec<String>) -> String {
    format!("must satisfy enum value set: [{}]", values.join(", "))
}

fn length_of(value: &Value, target: &Shape) -> Option<usize> {
    match value {
        Value::Text(text) => Some(text.chars().count()),
        Value::Blob(text) => Some(text.len()),
        Value::List(elements) if !target.is(Simple::Document) => Some(elements.len()),
        Value::Map(entries) if !target.is(Simple::Document) => Some(entries.len()),
        _ => None,
    }
}

/// A number in quarters; `None` for a NaN. Numbers of ranges are small, so a double holds each of them exactly.
fn in_quarters(value: &Value) -> Option<f64> {
    match value {
        Value::Number(text) => text.parse::<f64>().ok().map(|number| number * 4.0),
        Value::Special("Infinity") => Some(f64::INFINITY),
        Value::Special("-Infinity") => Some(f64::NEG_INFINITY),
        _ => None,
    }
}

fn equal_elements(value: &Value) -> (Vec<usize>, usize) {
    let Value::List(elements) = value else {
        return (Vec::new(), 0);
    };
    let shown: Vec<String> = elements
        .iter()
        .map(|element| element.shown().to_string())
        .collect();
    let has_equal = |index: &usize| {
        let others = shown.iter().enumerate();
        others
            .filter(|(place, _)| place != index)
            .any(|(_, other)| *other == shown[*index])
    };
    ((0..shown.len()).filter(has_equal).collect(), shown.len())
}
