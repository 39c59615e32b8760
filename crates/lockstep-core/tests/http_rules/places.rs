//! Labels and the query.

use super::*;

#[test]
fn labels_that_a_url_library_would_remove_are_not_sent() {
    for (one, many) in [
        ("", "a"),
        (".", "a"),
        ("..", "a"),
        ("a", ""),
        ("a", "b/../c"),
        ("a", "b//c"),
        ("a", "./b"),
    ] {
        let result = try_request(&LABELS, |to| {
            to.label("one", one, text::Writer::string);
            to.label("many", many, text::Writer::string);
        });
        let error = result.unwrap_err();
        assert!(error.contains("path segment"), "{one:?} {many:?}: {error}");
    }
    let fine = request(&LABELS, |to| {
        to.label("one", "a/b", text::Writer::string);
        to.label("many", "...", text::Writer::string);
    });
    assert_eq!(fine.uri(), "/a%2Fb/...?fixed=1");
    assert!(
        try_request(&LABELS, |_| {})
            .unwrap_err()
            .contains("has no value")
    );
}

#[test]
fn percent_escapes_are_decoded_once_and_strictly() {
    assert_eq!(uri::decode("a%2Fb+c%252F").unwrap(), "a/b+c%2F");
    for malformed in ["%", "%2", "%zz", "a%+1", "%ff", "%C3%28"] {
        assert!(uri::decode(malformed).is_err(), "{malformed}");
        let label = read(&[("name", malformed)], "", &[], b"", |r| {
            r.label("name", text::Reader::string)
        });
        assert!(label.unwrap_err().starts_with("/name: must"), "{malformed}");
        let query = format!("other={malformed}");
        let query = read(&[], &query, &[], b"", |r| {
            r.required_query("name", "name", text::Reader::string)
        });
        assert!(
            query.unwrap_err().starts_with("the query must"),
            "{malformed}"
        );
    }
    assert_eq!(uri::encode("aZ09-._~ +/"), "aZ09-._~%20%2B%2F");
}

#[test]
fn query_parameters_may_lack_a_value_or_repeat() {
    let text = |query: &str| {
        read(&[], query, &[], b"", |r| {
            r.required_query("v", "v", text::Reader::string)
        })
    };
    assert_eq!(text("v").unwrap(), "");
    assert_eq!(text("v=").unwrap(), "");
    assert_eq!(text("a=b&&v=x=y&v=z").unwrap(), "x=y");
    assert_eq!(text("v=a+b").unwrap(), "a+b");
    assert_eq!(
        text("").unwrap_err(),
        "1 validation error detected. Value at '/v' failed to satisfy constraint: Member must not be null"
    );
    let map = read(&[], "a=1&b=2&a=3&fixed=1", &[], b"", |r| {
        r.query_params("map", &["fixed"], |t| {
            t.map(text::Reader::string, |t| t.list(text::Reader::integer))
        })
    });
    assert_eq!(
        map.unwrap(),
        BTreeMap::from([("a".to_owned(), vec![1, 3]), ("b".to_owned(), vec![2])])
    );
    let first = read(&[], "a=1&a=3", &[], b"", |r| {
        r.query_params("map", &[], |t| {
            t.map(text::Reader::string, text::Reader::string)
        })
    });
    assert_eq!(
        first.unwrap(),
        BTreeMap::from([("a".to_owned(), "1".to_owned())])
    );
    let path = read(&[], "a%2Fb=x", &[], b"", |r| {
        r.query_params("map", &[], |t| {
            t.map(text::Reader::string, text::Reader::integer)
        })
    });
    assert_eq!(
        path.unwrap_err(),
        "/map/a~1b: must be an integer of 32 bits"
    );
}

#[test]
fn members_win_over_maps_whatever_the_order() {
    let map = BTreeMap::from(["bar", "fixed", "qux"].map(|key| (key.to_owned(), "map".to_owned())));
    let sent = request(&JSON, |to| {
        to.query_params(&map, |w, v| w.map(v, text::Writer::string));
        to.query("bar", "named", text::Writer::string);
        to.prefix_headers("", &map, |w, v| w.map(v, text::Writer::string));
        to.header("bar", "named", text::Writer::string);
    });
    assert_eq!(sent.uri(), "/rule?fixed=1&bar=named&qux=map");
    assert_eq!(sent.headers()["bar"], "named");
    assert_eq!(sent.headers()["qux"], "map");
}
