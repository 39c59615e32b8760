//! Lists and maps in a structure, whose elements are broken.

use std::collections::BTreeMap;

use lockstep_core::{Rejection, json};

use crate::{Item, TAGS, server, violations};

/// Lists and maps with constraints of their own.
#[derive(Debug, Default, PartialEq)]
struct Lists {
    list: Option<Vec<Item>>,
    map: Option<BTreeMap<String, Item>>,
    nested: Option<Vec<Vec<Item>>>,
}

lockstep_core::structure! {
    Lists: Default {
        list: optional("list").checked(&TAGS),
        map: optional("map").checked(&TAGS),
        nested: optional("nested") by(|r| {
            r.checked_list(&TAGS, |r| r.checked_list(&TAGS, json::Reader::shape))
        }),
    }
}

#[test]
fn lists_tell_their_length_and_the_members_that_their_elements_miss() {
    const LENGTH: &str = "have length between 2 and 3, inclusive";
    let one = r#"{"Name":"a"}"#;
    // The elements are broken, so there is no list; it has a length all the same.
    assert_eq!(
        violations::<Lists>(r#"{"list":[{}]}"#),
        [
            format!("/list: {LENGTH}"),
            "/list/0/Name: not be null".to_owned()
        ]
    );
    assert_eq!(
        violations::<Lists>(&format!(
            r#"{{"list":[{one},{{}},{{"Name":"long"}},{{"Name":null}}]}}"#
        )),
        [
            format!("/list: {LENGTH}"),
            "/list/1/Name: not be null".to_owned(),
            "/list/2/Name: have length less than or equal to 3".to_owned(),
            "/list/3/Name: not be null".to_owned(),
        ]
    );
    // A length that is right is not told, whatever is wrong with the elements.
    assert_eq!(
        violations::<Lists>(&format!(r#"{{"list":[{one},{{}}]}}"#)),
        ["/list/1/Name: not be null"]
    );
    assert_eq!(
        violations::<Lists>(r#"{"map":{"a":{}}}"#),
        [
            format!("/map: {LENGTH}"),
            "/map/a/Name: not be null".to_owned()
        ]
    );
    assert_eq!(
        violations::<Lists>(&format!(r#"{{"map":{{"a":{{}},"b":{one}}}}}"#)),
        ["/map/a/Name: not be null"]
    );
}

#[test]
fn the_length_of_a_list_is_not_that_of_a_list_within_it() {
    const LENGTH: &str = "have length between 2 and 3, inclusive";
    let one = r#"{"Name":"a"}"#;
    assert_eq!(
        violations::<Lists>(&format!(r#"{{"nested":[[{one},{{}}],[{one}]]}}"#)),
        [
            "/nested/0/1/Name: not be null".to_owned(),
            format!("/nested/1: {LENGTH}")
        ]
    );
    assert_eq!(
        violations::<Lists>(&format!(r#"{{"nested":[[{one},{{}}]]}}"#)),
        [
            format!("/nested: {LENGTH}"),
            "/nested/0/1/Name: not be null".to_owned()
        ]
    );
}

#[test]
fn the_length_of_a_list_is_not_that_of_a_value_behind_it() {
    let Err(Rejection::Malformed(faults, 0)) =
        server::<Lists>(r#"{"nested":[],"list":5,"map":[1]}"#)
    else {
        panic!("neither a list nor a map")
    };
    let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "Value with length 0 at '/nested' failed to satisfy constraint: \
             Member must have length between 2 and 3, inclusive",
            "/list: expected an array",
            "/map: expected an object",
        ]
    );
}
