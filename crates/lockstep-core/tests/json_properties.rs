//! What holds for every text and every value.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod shapes;

use std::collections::BTreeMap;

use lockstep_core::constraint::Constraints;
use lockstep_core::{Document, Rejection, json};
use proptest::prelude::*;
use shapes::{All, Required, Timer, TimerValue};

fn documents() -> impl Strategy<Value = Document> {
    let leaf = prop_oneof![
        Just(Document::Null),
        any::<bool>().prop_map(Document::from),
        any::<i64>().prop_map(Document::from),
        any::<f64>().prop_filter_map("finite", |value| value
            .try_into()
            .ok()
            .map(Document::Number)),
        any::<String>().prop_map(Document::from),
        "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,5})?"
            .prop_map(|text| Document::Number(text.parse().unwrap())),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Document::Array),
            prop::collection::btree_map(name(), inner, 0..6).prop_map(Document::Object),
        ]
    })
}

/// Names with what JSON and JSON pointers escape.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[a~/\"\\\\é😀 \n]{0,4}"]
}

fn text_of(document: &Document) -> String {
    let mut writer = json::Writer::new();
    writer.document(document);
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

static NEVER: Constraints = Constraints::new().length(0, 0).range("1", "0");

/// Reads any value and notes a violation for each text within it; collects the paths that these
/// must have.
fn read_marked(r: &mut json::Reader<'_>, document: &Document) -> Option<()> {
    match document {
        Document::Array(values) => {
            let mut values = values.iter();
            r.sparse_list(|r| {
                let value = values.by_ref().find(|value| **value != Document::Null)?;
                read_marked(r, value)
            })?;
        }
        Document::Object(members) => {
            // Members are written in the order of their names.
            let mut values = members.values();
            r.sparse_map(json::Reader::string, |r| {
                let value = values.by_ref().find(|value| **value != Document::Null)?;
                read_marked(r, value)
            })?;
        }
        Document::String(_) => drop(r.checked(&NEVER, json::Reader::string)?),
        _ => drop(r.document()?),
    }
    Some(())
}

fn marked_paths(document: &Document, path: &str, paths: &mut Vec<String>) {
    let step = |name: &str| format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"));
    match document {
        Document::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                marked_paths(value, &step(&index.to_string()), paths);
            }
        }
        Document::Object(members) => {
            for (name, value) in members {
                marked_paths(value, &step(name), paths);
            }
        }
        Document::String(text) if !text.is_empty() => paths.push(path.to_owned()),
        _ => {}
    }
}

/// Puts space wherever JSON allows it.
fn spaced(text: &str) -> String {
    let (mut out, mut in_string, mut is_escaped) = (String::new(), false, false);
    for character in text.chars() {
        let structural = !in_string && "{}[]:,".contains(character);
        out.push_str(if structural { " \n" } else { "" });
        out.push(character);
        out.push_str(if structural { "\t\r" } else { "" });
        if character == '"' && !is_escaped {
            in_string = !in_string;
        }
        is_escaped = in_string && character == '\\' && !is_escaped;
    }
    out
}

fn read_everything(bytes: &[u8]) {
    for reader in [json::Reader::server, json::Reader::client] {
        fn read<T: json::Shape>(mut reader: json::Reader<'_>) {
            let value = reader.shape::<T>();
            let _ = reader.finish(value);
        }
        read::<All>(reader(bytes));
        read::<Required>(reader(bytes));
        read::<Timer>(reader(bytes));
        read::<TimerValue>(reader(bytes));
        let mut documents = reader(bytes);
        let value = documents.document();
        let _ = documents.finish(value);
    }
}

proptest! {
    #[test]
    fn documents_are_read_back_equal(document in documents()) {
        let text = text_of(&document);
        for text in [spaced(&text), text] {
            let mut reader = json::Reader::server(text.as_bytes());
            let value = reader.document();
            prop_assert_eq!(reader.finish(value).unwrap(), document.clone());
        }
    }

    #[test]
    fn the_writer_writes_what_others_read(value in any::<(String, i64, f64, f32)>()) {
        let (string, long, double, float) = &value;
        let mut writer = json::Writer::new();
        writer.open();
        writer.member(string, long, json::Writer::long);
        writer.close();
        let text = writer.finish().unwrap();
        let read: BTreeMap<String, i64> = serde_json::from_slice(&text).unwrap();
        prop_assert_eq!(read, BTreeMap::from([(string.clone(), *long)]));

        let mut writer = json::Writer::new();
        writer.double(double);
        let text = writer.finish().unwrap();
        let mut reader = json::Reader::server(&text);
        let read = reader.double();
        prop_assert_eq!(reader.finish(read).unwrap().to_bits(), double.to_bits());

        let mut writer = json::Writer::new();
        writer.float(float);
        let text = writer.finish().unwrap();
        let mut reader = json::Reader::server(&text);
        let read = reader.float();
        prop_assert_eq!(reader.finish(read).unwrap().to_bits(), float.to_bits());
    }

    #[test]
    fn pointers_lead_to_their_values(document in documents()) {
        let mut expected = Vec::new();
        marked_paths(&document, "", &mut expected);
        for text in [text_of(&document), spaced(&text_of(&document))] {
            let mut reader = json::Reader::server(text.as_bytes());
            let value = read_marked(&mut reader, &document);
            match reader.finish(value) {
                Ok(()) => prop_assert!(expected.is_empty()),
                Err(Rejection::Invalid(violations, more)) => {
                    prop_assert_eq!(violations.len() + more, expected.len());
                    let paths: Vec<String> = violations.into_iter().map(|violation| violation.path).collect();
                    prop_assert_eq!(&paths[..], &expected[..paths.len()]);
                }
                Err(other) => prop_assert!(false, "{other:?}"),
            }
        }
    }

    #[test]
    fn skipping_takes_what_documents_take(document in documents()) {
        let text = format!("{{\"skipped\":{}}}", spaced(&text_of(&document)));
        let mut reader = json::Reader::server(text.as_bytes());
        let value: Option<All> = reader.shape();
        prop_assert_eq!(reader.finish(value), Ok(All::default()));
    }

    #[test]
    fn random_bytes_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        read_everything(&bytes);
    }

    #[test]
    fn broken_json_does_not_panic(
        text in "([\\[\\]{}:,\"\\\\0-9eE+.\\- u]|true|null|\"[a-z]{1,3}\"|\"(byte|timers|tags|next|document|Role|Value|Nested)\":){0,40}",
        end in any::<prop::sample::Index>(),
    ) {
        read_everything(text.as_bytes());
        let whole = br#"{"timers":[{"Role":"AGENT","Value":{"Nested":{"Minutes":1}},"Name":"\ud83d\ude00"}],"document":{"a":[1.5e3,"x"]},"x":[{}]}"#;
        read_everything(&whole[..end.index(whole.len())]);
    }
}
