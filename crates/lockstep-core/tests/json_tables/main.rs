//! What each row of a structure's or a union's table says, to a server and to a client.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod lists;
mod rows;
mod unions;

use lockstep_core::constraint::Constraints;
use lockstep_core::{Rejection, json};

static SHORT: Constraints = Constraints::new().max_length(3);
static TAGS: Constraints = Constraints::new().length(2, 3);

/// A structure that is an element of lists.
#[derive(Debug, PartialEq)]
struct Item {
    pub(crate) name: String,
}

lockstep_core::structure! {
    Item { name: required("Name").checked(&SHORT) }
}

fn read<T: json::Shape>(mut reader: json::Reader<'_>) -> Result<T, Rejection> {
    let value = reader.shape();
    reader.finish(value)
}

fn server<T: json::Shape>(text: &str) -> Result<T, Rejection> {
    read(json::Reader::server(text.as_bytes()))
}

fn client<T: json::Shape>(text: &str) -> Result<T, Rejection> {
    read(json::Reader::client(text.as_bytes()))
}

/// What a server tells of a text that breaks constraints, without the words that each message has.
fn violations<T: json::Shape + std::fmt::Debug>(text: &str) -> Vec<String> {
    match server::<T>(text) {
        Err(Rejection::Invalid(violations, 0)) => violations
            .iter()
            .map(|violation| {
                let (_, constraint) = violation.message.rsplit_once("Member must ").unwrap();
                format!("{}: {constraint}", violation.path)
            })
            .collect(),
        other => panic!("{text} gave {other:?}"),
    }
}

fn write(value: &impl json::Shape) -> String {
    let mut writer = json::Writer::new();
    writer.shape(value);
    String::from_utf8(writer.finish().unwrap()).unwrap()
}
