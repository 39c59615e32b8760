//! The body of a message, by its media type.

use super::{Mismatch, params};
use crate::Params;
use crate::cases::Case;

/// Compares a body: JSON by what it says, all else byte for byte. A case without a body says nothing of it.
pub fn body(case: &Case, came: &[u8], found: &mut Vec<Mismatch>) {
    let Some(expected) = &case.body else { return };
    if is_json(case) && !expected.is_empty() {
        return json(case, expected, came, found);
    }
    if expected.as_bytes() != came {
        found.push(Mismatch::new("body", format!("{expected:?}"), show(came)));
    }
}

fn is_json(case: &Case) -> bool {
    let media_type = case.body_media_type.as_deref().unwrap_or_default();
    media_type == "application/json" || media_type.ends_with("+json")
}

fn json(case: &Case, expected: &str, came: &[u8], found: &mut Vec<Mismatch>) {
    let Ok(mut wanted) = Params::parse(expected) else {
        return found.push(Mismatch::new(
            "body",
            "JSON",
            format!("a case whose body is none: {expected:?}"),
        ));
    };
    // A null member of a structure is none. Nulls that are values, in sparse lists and maps and in documents, stand in
    // the params as well.
    if !case.params.has_null() {
        wanted.forget_nulls();
    }
    let parsed = std::str::from_utf8(came).ok().map(Params::parse);
    match parsed {
        Some(Ok(parsed)) => params("body", &wanted, &parsed, found),
        Some(Err(error)) => found.push(Mismatch::new(
            "body",
            wanted.to_string(),
            format!("{} ({error})", show(came)),
        )),
        None => found.push(Mismatch::new("body", wanted.to_string(), show(came))),
    }
}

fn show(body: &[u8]) -> String {
    match std::str::from_utf8(body) {
        Ok(text) => format!("{text:?}"),
        Err(_) => format!("the bytes \"{}\"", body.escape_ascii()),
    }
}

#[cfg(test)]
mod tests {
    use super::body;
    use crate::Params;
    use crate::cases::Case;

    fn found(media_type: Option<&str>, expected: &str, came: &str) -> Vec<String> {
        let case = Case {
            body: Some(expected.to_owned()),
            body_media_type: media_type.map(str::to_owned),
            ..Case::default()
        };
        let mut found = Vec::new();
        body(&case, came.as_bytes(), &mut found);
        found.iter().map(ToString::to_string).collect()
    }

    const JSON: Option<&str> = Some("application/json");

    #[test]
    fn json_is_compared_by_what_it_says() {
        for (expected, came) in [
            ("{\"a\": 1, \"b\": [1.0]}", "{\"b\":[1],\"a\":1e0}"),
            ("\"\\u00e4\"", "\"ä\""),
            ("{\"a\": {\"b\": null}}", "{\"a\":{}}"),
            ("", ""),
        ] {
            assert!(found(JSON, expected, came).is_empty(), "{expected} {came}");
        }
        for (expected, came, message) in [
            (
                "{\"a\": {\"b\": 1}}",
                "{\"a\":{\"b\":2}}",
                "body at `/a/b`: expected 1, came 2",
            ),
            (
                "{\"a\": 1}",
                "{\"a\":\"1\"}",
                "body at `/a`: expected 1, came \"1\"",
            ),
            ("{\"a\": 1}", "{}", "body at `/a`: expected 1, came nothing"),
            (
                "{}",
                "{\"a\":null}",
                "body at `/a`: expected nothing, came null",
            ),
            ("[1, 2]", "[2, 1]", "body at `/0`: expected 1, came 2"),
            ("[1]", "[1,1]", "body at `/1`: expected nothing, came 1"),
            (
                "9007199254740993",
                "9007199254740992",
                "body: expected 9007199254740993, came 9007199254740992",
            ),
            (
                "0.1",
                "0.10000000000000002",
                "body: expected 0.1, came 0.10000000000000002",
            ),
            (
                "0.100000000000000000001",
                "0.1",
                "body: expected 0.100000000000000000001, came 0.1",
            ),
            (
                "{}",
                "",
                "body: expected {}, came \"\" (EOF while parsing a value at line 1 column 0)",
            ),
            ("", "{}", "body: expected \"\", came \"{}\""),
        ] {
            assert_eq!(
                found(JSON, expected, came).first().map(String::as_str),
                Some(message)
            );
        }
        assert_eq!(found(JSON, "{\"a\": 1}", "{\"a\":1,\"a\":1}").len(), 1);
        assert_eq!(
            found(JSON, "{\"a\": 1, \"b\": 2}", "{\"a\":2,\"b\":1}").len(),
            2
        );
    }

    #[test]
    fn a_null_that_is_a_value_must_be_there() {
        let case = Case {
            params: Params::parse("{\"map\": {\"a\": null}}").unwrap(),
            body: Some("{\"map\": {\"a\": null}}".to_owned()),
            body_media_type: JSON.map(str::to_owned),
            ..Case::default()
        };
        let mut found = Vec::new();
        body(&case, b"{\"map\":{\"a\":null}}", &mut found);
        assert!(found.is_empty());
        body(&case, b"{\"map\":{}}", &mut found);
        assert_eq!(
            found[0].to_string(),
            "body at `/map/a`: expected null, came nothing"
        );
    }

    #[test]
    fn all_else_is_compared_byte_for_byte() {
        assert!(found(None, "{ }", "{ }").is_empty());
        assert_eq!(
            found(None, "{ }", "{}"),
            ["body: expected \"{ }\", came \"{}\""]
        );
        assert_eq!(
            found(Some("text/plain"), "", "x"),
            ["body: expected \"\", came \"x\""]
        );
    }

    #[test]
    fn a_case_without_a_body_says_nothing_of_it() {
        let mut found = Vec::new();
        body(&Case::default(), b"anything", &mut found);
        assert!(found.is_empty());
    }
}
