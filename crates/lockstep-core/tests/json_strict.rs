//! What a server takes, and what it refuses as malformed.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod shapes;

use std::collections::BTreeMap;

use lockstep_core::{Blob, Document, Rejection, Timestamp, json};
use shapes::{All, Choice, Level, Role, Timer, TimerValue};

fn read<T: json::Shape>(text: &str) -> Result<T, Rejection> {
    let mut reader = json::Reader::server(text.as_bytes());
    let value = reader.shape();
    reader.finish(value)
}

/// The path of the error that makes the text malformed.
fn malformed_at<T: json::Shape + std::fmt::Debug>(text: &str) -> String {
    match read::<T>(text) {
        Err(Rejection::Malformed(mut faults, 0)) => {
            // Broken constraints are told besides, and what comes after the first error.
            faults.retain(|fault| !fault.message.starts_with("Value "));
            faults.remove(0).path
        }
        other => panic!("{text} gave {other:?}"),
    }
}

fn write(value: &impl json::Shape) -> String {
    let mut writer = json::Writer::new();
    writer.shape(value);
    String::from_utf8(writer.finish().unwrap()).unwrap()
}

#[test]
fn every_kind_of_member_is_read_and_written() {
    let text = concat!(
        r#"{"boolean":true,"byte":-128,"short":32767,"integer":-2147483648,"long":9223372036854775807,"#,
        r#""float":12.3,"double":0.1,"bigInteger":-123456789012345678901234567890,"bigDecimal":1.00,"#,
        r#""blob":"YmxvYg==","epochSeconds":1398796238.5,"dateTime":"2014-04-29T18:30:38Z","#,
        r#""httpDate":"Tue, 29 Apr 2014 18:30:38 GMT","document":{"a":[1,2.50,"x",null,true],"b":{}},"level":3,"#,
        r#""timers":[{"Role":"AGENT","Value":{"Minutes":480},"Name":"né","Count":1}],"tags":["a","b"],"#,
        r#""sparseTags":["a",null],"roles":{"CUSTOMER":"x","AGENT":"y"},"counts":{"a":1},"#,
        r#""sparseCounts":{"a":null,"b":2},"next":{"next":{}},"matrix":[[],[1,2]],"choice":{"number":1.5}}"#,
    );
    let all: All = read(text).unwrap();
    assert_eq!(write(&all), text);
    assert_eq!(all.blob, Some(Blob::new("blob")));
    assert_eq!(all.date_time, Some(Timestamp::new(1_398_796_238, 0)));
    assert_eq!(all.level, Some(Level::High));
    assert_eq!(
        all.roles.unwrap().keys().collect::<Vec<_>>(),
        [&Role::Customer, &Role::Agent]
    );
    assert_eq!(all.sparse_tags, Some(vec![Some("a".to_owned()), None]));
    assert_eq!(all.choice, Some(Choice::Number(1.5)));
    let timer = Timer {
        role: Role::Agent,
        value: TimerValue::Minutes(480),
        name: Some("né".to_owned()),
        count: 1,
    };
    assert_eq!(all.timers, Some(vec![timer]));
}

#[test]
fn an_empty_object_an_unknown_member_and_null_are_nothing() {
    for text in [
        "{}",
        " {\n}\t",
        r#"{"byte":null,"next":null,"timers":null}"#,
        r#"{"x":[{"y":[1,"}",true,null,{"z":-1e5}]},[]],"__type":"a#b"}"#,
    ] {
        assert_eq!(read::<All>(text), Ok(All::default()), "{text}");
    }
}

#[test]
fn the_last_of_two_equal_names_wins_and_null_takes_nothing_back() {
    let all: All = read(r#"{"byte":1,"byte":2,"byte":null,"counts":{"a":1,"a":3}}"#).unwrap();
    assert_eq!(all.byte, Some(2));
    assert_eq!(all.counts, Some(BTreeMap::from([("a".to_owned(), 3)])));
}

#[test]
fn integers_are_exact() {
    for text in [
        "1.001",
        "\"123\"",
        "true",
        "2ABC",
        "0x42",
        "Infinity",
        "\"NaN\"",
        "01",
        "+1",
        "1.",
        ".5",
        "-",
        "[1]",
        "{}",
        "1e",
        "128",
        "-129",
        "1e3",
        "123000000000000000000000",
    ] {
        assert_eq!(
            malformed_at::<All>(&format!("{{\"byte\": {text}}}")),
            "/byte",
            "{text}"
        );
    }
    for (name, outside) in [
        ("short", "40000"),
        ("integer", "2147483648"),
        ("long", "9223372036854775808"),
        ("long", "-9223372036854775809"),
        ("long", "1e999999999999999999"),
    ] {
        assert_eq!(
            malformed_at::<All>(&format!("{{\"{name}\": {outside}}}")),
            format!("/{name}")
        );
    }
    for (text, value) in [
        ("5.0", 5),
        ("1e2", 100),
        ("-0", 0),
        ("1270e-1", 127),
        ("-128", -128),
        ("0.0e9999999999", 0),
    ] {
        assert_eq!(
            read::<All>(&format!("{{\"byte\": {text}}}")).unwrap().byte,
            Some(value),
            "{text}"
        );
    }
    assert_eq!(
        read::<All>("{\"long\":9223372036854775807.0}")
            .unwrap()
            .long,
        Some(i64::MAX)
    );
}

#[test]
fn floats_are_numbers_or_three_strings() {
    for text in [
        "\"123\"",
        "true",
        "2ABC",
        "0x42",
        "Infinity",
        "-Infinity",
        "NaN",
        "\"nan\"",
        "\"+Infinity\"",
        "1e400",
        "[1]",
    ] {
        assert_eq!(
            malformed_at::<All>(&format!("{{\"double\": {text}}}")),
            "/double",
            "{text}"
        );
        assert_eq!(
            malformed_at::<All>(&format!("{{\"float\": {text}}}")),
            "/float",
            "{text}"
        );
    }
    assert_eq!(malformed_at::<All>("{\"float\": 1e39}"), "/float");
    let all: All = read(r#"{"float":"-Infinity","double":"Infinity"}"#).unwrap();
    assert_eq!(
        (all.float, all.double),
        (Some(f32::NEG_INFINITY), Some(f64::INFINITY))
    );
    assert_eq!(write(&all), r#"{"float":"-Infinity","double":"Infinity"}"#);
    let all: All = read(r#"{"float":"NaN"}"#).unwrap();
    assert!(all.float.unwrap().is_nan());
    assert_eq!(write(&all), r#"{"float":"NaN"}"#);
}

#[test]
fn big_numbers_lose_nothing() {
    let all: All = read(r#"{"bigInteger":1e20,"bigDecimal":-1.2300E-9999}"#).unwrap();
    assert_eq!(
        write(&all),
        r#"{"bigInteger":100000000000000000000,"bigDecimal":-1.2300E-9999}"#
    );
    for text in ["1.5", "1e999999999", "\"1\"", "1e-1"] {
        assert_eq!(
            malformed_at::<All>(&format!("{{\"bigInteger\": {text}}}")),
            "/bigInteger",
            "{text}"
        );
    }
}

#[test]
fn booleans_blobs_and_times_are_strict() {
    for text in [
        "\"true\"", "True", "TRUE", "y", "1", "0", "\"\"", "truer", "tru",
    ] {
        assert_eq!(
            malformed_at::<All>(&format!("{{\"boolean\": {text}}}")).trim_end_matches("/boolean"),
            "",
            "{text}"
        );
    }
    for text in [
        "blob",
        "\"xyz\"",
        "\"YmxvYg=\"",
        "\"YmxvYg\"",
        "\"YmxvYh==\"",
        "[98, 108]",
        "981081198",
        "true",
        "[][]",
        "\"-_==\"",
        "\"YmxvYg==\\n\"",
    ] {
        assert_eq!(
            malformed_at::<All>(&format!("{{\"blob\": {text}}}")),
            "/blob",
            "{text}"
        );
    }
    for (name, text) in [
        ("epochSeconds", "\"1515531081\""),
        ("epochSeconds", "0x42"),
        ("dateTime", "\"1996-12-19T16:39:57-08:00\""),
        ("dateTime", "1515531081"),
        ("httpDate", "\"1985-04-12T23:20:50Z\""),
    ] {
        assert_eq!(
            malformed_at::<All>(&format!("{{\"{name}\": {text}}}")),
            format!("/{name}"),
            "{text}"
        );
    }
    assert_eq!(
        read::<All>(r#"{"blob":"\/\u002f\/\/"}"#).unwrap().blob,
        Some(Blob::from_base64("////").unwrap())
    );
}

#[test]
fn the_text_has_to_be_json() {
    for text in [
        "{[",
        "{ \"int\": 10 }abc",
        "abc{ \"int\": 10 }",
        "{\n\"int\": 10 // no comments\n}",
        "{\"int\": 10 /* none */}",
        "{\"int\" :\u{c}10}",
        "{'int': 10}",
        "{\"int\": 10,}",
        "[{ \"int\": 10}]",
        "10",
        "null",
        "",
        " ",
        "{",
        "{}{}",
        "{,}",
        "{\"a\" 1}",
        "{\"a\":}",
        "{\"a\":nul}",
        "{\"a\":01}",
        "{\"a\":\"\u{1}\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":[1,]}",
        "{\"a\":[1 2]}",
        "{\"a\":[1}",
        "{\"a\":{]}",
        "\u{feff}{}",
        "{\"a\":1]",
        "{\"a\"",
        "{\"a",
        "{\"a\":\"\\",
        "{\"a\":tru}",
        "{a:1}",
    ] {
        malformed_at::<All>(text);
    }
    for bytes in [&b"{\"a\":\"\xff\"}"[..], b"\xff", b"{\"tags\":[\"\xc3\"]}"] {
        let mut reader = json::Reader::server(bytes);
        let value: Option<All> = reader.shape();
        assert!(reader.has_failed());
        assert!(matches!(
            reader.finish(value),
            Err(Rejection::Malformed { .. })
        ));
    }
}

#[test]
fn strings_are_unescaped_and_lone_surrogates_refused() {
    let all: All = read(r#"{"sparseTags":["\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00é😀"]}"#).unwrap();
    assert_eq!(
        all.sparse_tags,
        Some(vec![Some("\"\\/\u{8}\u{c}\n\r\té😀é😀".to_owned())])
    );
    assert_eq!(write(&all), r#"{"sparseTags":["\"\\/\b\f\n\r\té😀é😀"]}"#);
    for half in [
        r"\uD83D",
        r"\uDE00",
        r"\uD83D\uD83D",
        r"\uD83Dx",
        r"\uD83D\n",
        r"\uDE00\uD83D",
        r"\u12G4",
        r"\u+123",
    ] {
        assert_eq!(
            malformed_at::<All>(&format!("{{\"sparseTags\":[\"{half}\"]}}")),
            "/sparseTags/0",
            "{half}"
        );
        assert_eq!(
            malformed_at::<All>(&format!("{{\"skipped\":[\"{half}\"]}}")),
            "/skipped/0",
            "{half}"
        );
    }
}

#[test]
fn documents_keep_their_numbers() {
    let text = r#"{"document":[1e400,-0,1.10,{"":null}]}"#;
    let all: All = read(text).unwrap();
    assert_eq!(write(&all), text);
    assert_eq!(Document::from(serde_json::json!({"a": [1, 2.5, null]})), {
        let one = Document::from(1);
        let number = Document::Number(2.5.try_into().unwrap());
        Document::Object(BTreeMap::from([(
            "a".to_owned(),
            Document::Array(vec![one, number, Document::Null]),
        )]))
    });
}
