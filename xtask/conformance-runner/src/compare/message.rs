//! The message of an answer that is an error.

use fancy_regex::Regex;

use super::Mismatch;
use crate::Params;

/// Looks for a match of a pattern anywhere in the message, which is the member `message` of the body's object; some
/// services begin its name with a capital.
pub fn message(regex: &str, body: &[u8], found: &mut Vec<Mismatch>) {
    let wanted = format!("a match of {regex:?}");
    let is_match =
        |message: &str| Regex::new(regex).and_then(|compiled| compiled.is_match(message));
    let came = match said(body) {
        None => format!("no message in {:?}", String::from_utf8_lossy(body)),
        Some(message) => match is_match(&message) {
            Ok(true) => return,
            Ok(false) => format!("{message:?}"),
            Err(error) => format!("a pattern that cannot be used: {error}"),
        },
    };
    found.push(Mismatch::new("message", wanted, came));
}

fn said(body: &[u8]) -> Option<String> {
    let Params::Map(members) = Params::parse(std::str::from_utf8(body).ok()?).ok()? else {
        return None;
    };
    members.into_iter().find_map(|(name, value)| match value {
        Params::String(text) if name.eq_ignore_ascii_case("message") => Some(text),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::message;

    fn came(regex: &str, body: &str) -> Option<String> {
        let mut found = Vec::new();
        message(regex, body.as_bytes(), &mut found);
        found.pop().map(|mismatch| mismatch.came)
    }

    #[test]
    fn a_match_anywhere_in_the_message_is_enough() {
        assert_eq!(came("b+", r#"{"message": "abba"}"#), None);
        assert_eq!(came("^(?!x)", r#"{"Message": "abba"}"#), None);
        assert_eq!(
            came("^b", r#"{"message": "abba"}"#).as_deref(),
            Some("\"abba\"")
        );
    }

    #[test]
    fn no_message_is_no_match() {
        for body in ["", "{}", "[]", r#"{"message": 1}"#, r#""abba""#] {
            assert!(came("", body).unwrap().starts_with("no message"), "{body}");
        }
        assert!(
            came("(", r#"{"message": ""}"#)
                .unwrap()
                .starts_with("a pattern that cannot be used")
        );
    }
}
