use super::*;

type Query = &'static [(&'static str, Option<&'static str>)];

/// A table in which an operation's index is its place in the list.
fn table(patterns: &[(&'static str, &'static str, Query)]) -> Table {
    let mut table = Table::default();
    for (index, (method, uri, query)) in patterns.iter().enumerate() {
        assert_eq!(
            table.insert(spec(method, uri, query), index),
            Ok(()),
            "{method} {uri:?}"
        );
    }
    table
}

fn spec(method: &'static str, uri: &'static str, query: Query) -> &'static OperationSpec {
    Box::leak(Box::new(OperationSpec {
        name: "Op",
        method,
        uri,
        query,
        ..OperationSpec::PLAIN
    }))
}

fn found<'p>(index: usize, labels: &[&'p str]) -> Match<'p> {
    Match::Found {
        index,
        labels: labels.to_vec(),
    }
}

fn other_method<'p>(index: usize, allow: &[&'static str]) -> Match<'p> {
    Match::OtherMethod {
        index,
        allow: allow.to_vec(),
    }
}

#[test]
fn literals_come_before_labels_and_labels_before_greedy_labels() {
    const OBJECTS: &str = "/{Bucket}/{Key+}";
    const SETTINGS: &str = "/{Bucket}/settings";
    const ONE: &str = "/{Bucket}/{Name}";
    let table = table(&[
        ("GET", OBJECTS, &[]),
        ("GET", ONE, &[]),
        ("GET", SETTINGS, &[]),
    ]);
    assert_eq!(table.find("GET", "/b/settings", ""), found(2, &["b"]));
    assert_eq!(table.find("GET", "/b/k", ""), found(1, &["b", "k"]));
    assert_eq!(table.find("GET", "/b/k/l", ""), found(0, &["b", "k/l"]));
}

#[test]
fn the_walk_turns_back_where_a_literal_leads_nowhere() {
    const FIXED: &str = "/a/b/c";
    const FREE: &str = "/a/{x}/d";
    let table = table(&[("GET", FIXED, &[]), ("GET", FREE, &[])]);
    assert_eq!(table.find("GET", "/a/b/d", ""), found(1, &["b"]));
    assert_eq!(table.find("GET", "/a/b/e", ""), Match::Unknown);
}

#[test]
fn a_less_specific_path_answers_for_its_own_method() {
    const FIXED: &str = "/contact/chat";
    const FREE: &str = "/contact/{Id}";
    let table = table(&[("PUT", FIXED, &[]), ("GET", FREE, &[])]);
    assert_eq!(table.find("GET", "/contact/chat", ""), found(1, &["chat"]));
    assert_eq!(
        table.find("POST", "/contact/chat", ""),
        other_method(0, &["GET", "PUT"])
    );
}

#[test]
fn query_literals_tell_operations_apart() {
    const PATH: &str = "/{Bucket}";
    let table = table(&[
        ("GET", PATH, &[]),
        ("GET", PATH, &[("list-type", Some("2"))]),
        ("GET", PATH, &[("acl", None)]),
        ("GET", PATH, &[("acl", None), ("list-type", Some("2"))]),
        ("POST", PATH, &[("delete", None)]),
    ]);
    assert_eq!(table.find("GET", "/b", ""), found(0, &["b"]));
    assert_eq!(
        table.find("GET", "/b", "list-type=2&prefix=x"),
        found(1, &["b"])
    );
    assert_eq!(table.find("GET", "/b", "list%2Dtype=%32"), found(1, &["b"]));
    assert_eq!(table.find("GET", "/b", "list-type=1"), found(0, &["b"]));
    assert_eq!(table.find("GET", "/b", "acl"), found(2, &["b"]));
    assert_eq!(table.find("GET", "/b", "acl="), found(2, &["b"]));
    assert_eq!(
        table.find("GET", "/b", "list-type=2&acl=any"),
        found(3, &["b"])
    );
    // The method that needs another query is not offered.
    assert_eq!(table.find("PUT", "/b", ""), other_method(0, &["GET"]));
    assert_eq!(
        table.find("PUT", "/b", "delete"),
        other_method(4, &["GET", "POST"])
    );
}

#[test]
fn a_query_literal_may_be_encoded_in_the_model_too() {
    let table = table(&[("GET", "/x", &[("a%20b", Some("c%2Fd"))])]);
    assert_eq!(table.find("GET", "/x", "a%20b=c%2Fd"), found(0, &[]));
    assert_eq!(table.find("GET", "/x", "a%20b=c/d"), found(0, &[]));
    assert_eq!(table.find("GET", "/x", "a%2520b=c%2Fd"), Match::Unknown);
}

#[test]
fn a_path_that_lacks_its_query_literal_is_unknown() {
    let table = table(&[("POST", "/x", &[("upload", None)])]);
    assert_eq!(table.find("POST", "/x", ""), Match::Unknown);
    assert_eq!(table.find("GET", "/x", ""), Match::Unknown);
}

#[test]
fn a_greedy_label_may_stand_before_other_segments() {
    const PATH: &str = "/tree/{Path+}/raw";
    let table = table(&[("GET", PATH, &[])]);
    assert_eq!(table.find("GET", "/tree/a/raw", ""), found(0, &["a"]));
    assert_eq!(table.find("GET", "/tree/a/b/raw", ""), found(0, &["a/b"]));
    assert_eq!(
        table.find("GET", "/tree/a/raw/raw", ""),
        found(0, &["a/raw"])
    );
    assert_eq!(table.find("GET", "/tree/raw", ""), Match::Unknown);
    assert_eq!(table.find("GET", "/tree/a/b", ""), Match::Unknown);
}

#[test]
fn empty_labels_are_labels() {
    const PATH: &str = "/config/{Instance}/{Contact}";
    let table = table(&[("PUT", PATH, &[])]);
    assert_eq!(table.find("PUT", "/config/i/", ""), found(0, &["i", ""]));
    assert_eq!(table.find("PUT", "/config//c", ""), found(0, &["", "c"]));
    assert_eq!(table.find("PUT", "/config//", ""), found(0, &["", ""]));
    assert_eq!(
        table.find("GET", "/config/i/", ""),
        other_method(0, &["PUT"])
    );
    assert_eq!(table.find("PUT", "/config/", ""), Match::Unknown);
}

#[test]
fn an_empty_greedy_label_is_a_label() {
    let table = table(&[("GET", "/{Bucket}/{Key+}", &[])]);
    assert_eq!(table.find("GET", "/b/", ""), found(0, &["b", ""]));
    assert_eq!(table.find("GET", "/b/k/", ""), found(0, &["b", "k/"]));
    assert_eq!(table.find("GET", "/b", ""), Match::Unknown);
}

#[test]
fn labels_keep_their_encoding_and_dots_are_text() {
    const PATH: &str = "/config/{Instance}/{Contact}";
    let table = table(&[("PUT", PATH, &[])]);
    assert_eq!(
        table.find("PUT", "/config/a%2Fb/%20", ""),
        found(0, &["a%2Fb", "%20"])
    );
    assert_eq!(
        table.find("PUT", "/config/../.", ""),
        found(0, &["..", "."])
    );
    assert_eq!(table.find("PUT", "/config%2Fi%2Fc", ""), Match::Unknown);
}

#[test]
fn literals_match_however_they_are_encoded() {
    let table = table(&[("GET", "/a:b/{x}", &[])]);
    assert_eq!(table.find("GET", "/a%3Ab/1", ""), found(0, &["1"]));
    assert_eq!(table.find("GET", "/A:b/1", ""), Match::Unknown);
    assert_eq!(table.find("GET", "/%ff/1", ""), Match::Unknown);
}

#[test]
fn methods_are_exact_and_none_is_implied() {
    let table = table(&[("GET", "/a", &[]), ("HEAD", "/b", &[])]);
    assert_eq!(table.find("HEAD", "/a", ""), other_method(0, &["GET"]));
    assert_eq!(table.find("OPTIONS", "/a", ""), other_method(0, &["GET"]));
    assert_eq!(table.find("HEAD", "/b", ""), found(1, &[]));
    assert_eq!(table.find("get", "/a", ""), other_method(0, &["GET"]));
}

#[test]
fn the_root_is_a_path() {
    let table = table(&[("GET", "/", &[]), ("GET", "/{Bucket}", &[])]);
    assert_eq!(table.find("GET", "/", ""), found(0, &[]));
    assert_eq!(table.find("GET", "/b", ""), found(1, &["b"]));
    assert_eq!(table.find("OPTIONS", "*", ""), Match::Unknown);
    assert_eq!(table.find("CONNECT", "", ""), Match::Unknown);
}

#[test]
fn a_slash_at_the_end_of_a_pattern_may_be_missing() {
    const LIST: &str = "/plans/";
    let table = table(&[("GET", LIST, &[]), ("GET", "/plans/{Id}", &[])]);
    assert_eq!(table.find("GET", "/plans/", ""), found(0, &[]));
    assert_eq!(table.find("GET", "/plans", ""), found(0, &[]));
    assert_eq!(table.find("GET", "/plans/1", ""), found(1, &["1"]));
}

#[test]
fn a_pattern_without_the_slash_has_its_path_for_itself_in_any_order() {
    const WITH: &str = "/plans/";
    const WITHOUT: &str = "/plans";
    for (patterns, with, without) in [([WITH, WITHOUT], 0, 1), ([WITHOUT, WITH], 1, 0)] {
        let table = table(&patterns.map(|uri| ("GET", uri, &[] as Query)));
        assert_eq!(table.find("GET", "/plans/", ""), found(with, &[]));
        assert_eq!(table.find("GET", "/plans", ""), found(without, &[]));
    }
    let mut table = table(&[("GET", WITH, &[]), ("GET", WITHOUT, &[])]);
    assert_eq!(table.insert(spec("GET", WITH, &[]), 2), Err(0));
    assert_eq!(table.insert(spec("GET", WITHOUT, &[]), 2), Err(1));
}

#[test]
fn a_slash_too_many_is_forgiven_once() {
    let table = table(&[("PUT", "/contact/chat", &[])]);
    assert_eq!(table.find("PUT", "/contact/chat/", ""), found(0, &[]));
    assert_eq!(table.find("PUT", "/contact/chat//", ""), Match::Unknown);
    assert_eq!(table.find("PUT", "//contact/chat", ""), Match::Unknown);
}

#[test]
fn the_same_pattern_twice_is_reported_and_changes_nothing() {
    let mut table = table(&[("GET", "/{a}", &[("q", None), ("r", None)])]);
    assert_eq!(
        table.insert(spec("GET", "/{b}", &[("r", None), ("q", None)]), 1),
        Err(0)
    );
    assert_eq!(table.insert(spec("GET", "/{b}", &[("q", None)]), 1), Ok(()));
    assert_eq!(table.find("GET", "/x", "q&r"), found(0, &["x"]));
    assert_eq!(table.find("GET", "/x", "q"), found(1, &["x"]));
}

#[test]
fn a_path_of_many_segments_is_walked_in_reasonable_time() {
    let table = table(&[("GET", "/{Path+}/raw", &[])]);
    let path = "/a".repeat(30_000);
    assert_eq!(table.find("GET", &path, ""), Match::Unknown);
}
