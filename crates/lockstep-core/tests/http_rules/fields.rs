//! Values as text, and header fields.

use super::*;

#[test]
fn simple_values_have_one_spelling() {
    fn refused<T: std::fmt::Debug>(
        values: &[&str],
        f: impl Fn(&mut text::Reader<'_>) -> Option<T>,
    ) {
        for value in values {
            let query = format!("v={}", uri::encode(value));
            let result = read(&[], &query, &[], b"", |r| {
                r.query("value", "v", &f).or(None)
            });
            let error = result.unwrap_err();
            assert!(error.starts_with("/value: must be "), "{value:?}: {error}");
            assert!(
                value.len() < 4 || !error.contains(value),
                "the value is told: {error}"
            );
        }
    }
    refused(&["", "True", "1", "yes"], |t| t.boolean());
    refused(
        &[
            "", "+1", " 1", "1 ", "1.0", "1e2", "0x42", "2ABC", "true", "NaN", "128", "-129",
        ],
        |t| t.byte(),
    );
    refused(&["2147483648", "-"], |t| t.integer());
    refused(&["9223372036854775808"], |t| t.long());
    refused(
        &[
            "", "inf", "nan", "infinity", "1.", ".5", "+1", "1e", "1e999", "0x42", "-",
        ],
        |t| t.double(),
    );
    refused(&["1e39"], |t| t.float());
    refused(&["xyz", "YmxvYg=", "-_=="], |t| t.blob());
    refused(&["xyz", "/w=="], |t| t.media_type_string());
    refused(
        &[
            "1996-12-19T16:39:57-08:00",
            "1515531081",
            "Tue, 29 Apr 2014 18:30:38 GMT",
        ],
        |t| t.date_time(),
    );
    refused(&["1985-04-12T23:20:50Z", "1515531081"], |t| t.http_date());
    refused(&["true", "1515531081ABC", "0x42", "NaN"], |t| {
        t.epoch_seconds()
    });
}

#[test]
fn headers_hold_what_arrives_as_it_was_sent() {
    for value in [
        "a\nb",
        "a\r",
        "\0",
        "caf\u{e9}",
        " edge",
        "edge\t",
        "\u{7f}",
    ] {
        let error =
            try_request(&JSON, |to| to.header("X-Name", value, text::Writer::string)).unwrap_err();
        assert!(error.starts_with("the header \"X-Name\" "), "{error}");
        assert!(!error.contains(value), "the value is told: {error}");
    }
    let map = BTreeMap::from([("a b".to_owned(), "v".to_owned())]);
    assert!(
        try_request(&JSON, |to| to
            .prefix_headers("x-", &map, |w, v| w.map(v, text::Writer::string)))
        .is_err()
    );
    let map = BTreeMap::from([("Content-Length".to_owned(), "0".to_owned())]);
    assert!(
        try_request(&JSON, |to| to
            .prefix_headers("", &map, |w, v| w.map(v, text::Writer::string)))
        .is_err()
    );
}

#[test]
fn a_required_header_that_cannot_be_read_is_not_missing_as_well() {
    let found = read(&[], "", &[("x-name", b"\xff")], b"", |from| {
        from.required_header("name", "X-Name", text::Reader::string)
    });
    assert_eq!(found.unwrap_err(), "/name: must be UTF-8");
}

#[test]
fn two_keys_that_make_one_header_are_not_written() {
    let map = BTreeMap::from([("A", "1"), ("a", "2")].map(|(k, v)| (k.to_owned(), v.to_owned())));
    let written = try_request(&EMPTY, |to| {
        to.prefix_headers("x-", &map, |w, v| w.map(v, text::Writer::string));
    });
    assert!(written.unwrap_err().to_string().contains("\"x-a\""));
}

#[test]
fn lists_in_headers_are_split_as_http_says() {
    let list = |lines: &[&str]| {
        let fields: Vec<(&str, &[u8])> = lines
            .iter()
            .map(|line| ("x-list", line.as_bytes()))
            .collect();
        let mut map = HeaderMap::new();
        for (name, value) in fields {
            map.append(
                HeaderName::from_bytes(name.as_bytes()).unwrap(),
                HeaderValue::from_bytes(value).unwrap(),
            );
        }
        let mut reader = RequestReader::new(
            &JSON,
            RequestParts {
                labels: &[],
                query: "",
                headers: &map,
                body: b"",
            },
        );
        let value = reader.header("list", "X-List", |t| t.list(text::Reader::string));
        reader
            .finish(value)
            .map_err(|rejection| rejection.to_string())
    };
    assert_eq!(list(&["a,b ,\t c"]).unwrap(), ["a", "b", "c"]);
    assert_eq!(list(&["a", "\"b,c\"", "d"]).unwrap(), ["a", "b,c", "d"]);
    assert_eq!(list(&[",a,,b,"]).unwrap(), ["a", "b"]);
    assert_eq!(
        list(&["\"\", \"\\\"\\\\\" ,x\"y"]).unwrap(),
        ["", "\"\\", "x\"y"]
    );
    assert_eq!(list(&[""]).unwrap(), [""; 0]);
    assert_eq!(
        list(&["\"open"]).unwrap_err(),
        "/list/0: a quoted string has no end"
    );
    assert_eq!(
        list(&["a, \"b\"c"]).unwrap_err(),
        "/list/1: text follows a quoted string"
    );
    let dates = read(
        &[],
        "",
        &[(
            "d",
            b"Mon, 16 Dec 2019 23:48:18 GMT, \"Mon, 16 Dec 2019 23:48:18 GMT\"",
        )],
        b"",
        |r| r.header("d", "d", |t| t.list(text::Reader::http_date)),
    );
    assert_eq!(dates.unwrap().len(), 2);
    let invalid = read(&[], "", &[("d", b"\xff")], b"", |r| {
        r.header("d", "d", text::Reader::string)
    });
    assert_eq!(invalid.unwrap_err(), "/d: must be UTF-8");
}
