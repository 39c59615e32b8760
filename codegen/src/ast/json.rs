//! JSON with its places: objects and arrays whose parts are borrowed from the text, so that each has a span.

use std::borrow::Cow;
use std::collections::HashSet;

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::diagnostic::{Sink, Source, Span};

/// From how many members on an object is large.
const LARGE: usize = 8;

/// A text and what is wrong with it.
pub(super) struct Reader<'a> {
    text: &'a str,
    pub(super) sink: Sink,
}

/// A JSON value that is not read yet.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    raw: &'a str,
    pub(super) span: Span,
}

/// A member of an object.
pub(super) struct Entry<'a> {
    pub(super) key: Cow<'a, str>,
    /// From the key's quote to the end of the value.
    pub(super) span: Span,
    pub(super) node: Node<'a>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: &Source, text: &'a str) -> Self {
        Self {
            text,
            sink: Sink::new(source),
        }
    }

    /// The whole text as one value.
    pub(super) fn root(&mut self) -> Option<Node<'a>> {
        let all = Node {
            raw: self.text,
            span: Span {
                start: 0,
                end: self.text.len(),
            },
        };
        let raw: &RawValue = self.parse(all)?;
        Some(self.node(raw))
    }

    /// The members of an object; a name that occurs twice is an error, and the first one counts.
    pub(super) fn object(&mut self, node: Node<'a>) -> Option<Vec<Entry<'a>>> {
        if !node.raw.starts_with('{') {
            self.sink.error(node.span, "expected an object", None);
            return None;
        }
        let Pairs(pairs) = self.parse(node)?;
        // Most objects are small, and of a few names it is quicker to compare each with each.
        let is_large = pairs.len() > LARGE;
        let mut seen = HashSet::with_capacity(if is_large { pairs.len() } else { 0 });
        let mut entries: Vec<Entry<'a>> = Vec::with_capacity(pairs.len());
        for (Key(key), raw) in pairs {
            let node = self.node(raw);
            // A key with an escape is not borrowed, so its place is unknown; its value's is next to it.
            let start = match &key {
                Cow::Borrowed(key) => self.offset(key).saturating_sub(1),
                Cow::Owned(_) => node.span.start,
            };
            let span = Span {
                start,
                end: node.span.end,
            };
            let is_new = if is_large {
                seen.insert(key.clone())
            } else {
                entries.iter().all(|entry| entry.key != key)
            };
            if is_new {
                entries.push(Entry { key, span, node });
            } else {
                self.sink
                    .error(span, format!("`{key}` stands here a second time"), None);
            }
        }
        Some(entries)
    }

    /// The elements of an array.
    pub(super) fn array(&mut self, node: Node<'a>) -> Option<Vec<Node<'a>>> {
        if !node.raw.starts_with('[') {
            self.sink.error(node.span, "expected an array", None);
            return None;
        }
        let elements: Vec<&RawValue> = self.parse(node)?;
        Some(elements.into_iter().map(|raw| self.node(raw)).collect())
    }

    /// A string.
    pub(super) fn string(&mut self, node: Node<'a>) -> Option<String> {
        if !node.raw.starts_with('"') {
            self.sink.error(node.span, "expected a string", None);
            return None;
        }
        self.parse(node)
    }

    /// Any value.
    pub(super) fn value(&mut self, node: Node<'a>) -> Option<Value> {
        self.parse(node)
    }

    fn parse<T: Deserialize<'a>>(&mut self, node: Node<'a>) -> Option<T> {
        serde_json::from_str(node.raw)
            .map_err(|error| {
                let at = node.span.start + offset(node.raw, error.line(), error.column());
                let text = error.to_string();
                // The place that serde_json appends is one within this value, not within the file.
                let message = text.split(" at line ").next().unwrap_or(&text);
                self.sink.error(
                    Span { start: at, end: at },
                    format!("not JSON: {message}"),
                    None,
                );
            })
            .ok()
    }

    fn node(&self, raw: &'a RawValue) -> Node<'a> {
        let raw = raw.get();
        let start = self.offset(raw);
        Node {
            raw,
            span: Span {
                start,
                end: start + raw.len(),
            },
        }
    }

    /// Where a part of the text begins in it.
    fn offset(&self, part: &str) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }
}

/// The offset of a line and column, both from 1, the column in bytes and at most on the line's last character.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let wanted = (start + column.saturating_sub(1)).min(text.len());
    (0..=wanted)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// An object's members in their order, repetitions included, which no map type of `serde_json` keeps.
struct Pairs<'a>(Vec<(Key<'a>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}
