//! The headers of a message.

use http::HeaderMap;

use super::Mismatch;
use crate::cases::Case;

/// Compares headers: those that a case lists, forbids and requires. Others may be there.
pub fn headers(case: &Case, came: &HeaderMap, found: &mut Vec<Mismatch>) {
    for (name, expected) in &case.headers {
        match value(came, name) {
            Some(came) if came == *expected => {}
            came => {
                let came = came.map_or_else(|| "absent".to_owned(), |came| format!("{came:?}"));
                found.push(Mismatch::new(
                    format!("header `{name}`"),
                    format!("{expected:?}"),
                    came,
                ));
            }
        }
    }
    for name in &case.forbid_headers {
        if let Some(came) = value(came, name) {
            found.push(Mismatch::new(
                format!("header `{name}`"),
                "absent",
                format!("{came:?}"),
            ));
        }
    }
    for name in &case.require_headers {
        if value(came, name).is_none() {
            found.push(Mismatch::new(
                format!("header `{name}`"),
                "present",
                "absent",
            ));
        }
    }
}

/// The value of a header; several lines of one name are one list (RFC 9110, section 5.3).
fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines: Vec<_> = headers
        .get_all(name)
        .iter()
        .map(|line| String::from_utf8_lossy(line.as_bytes()).into_owned())
        .collect();
    (!lines.is_empty()).then(|| lines.join(", "))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::headers;
    use crate::cases::Case;

    fn found(case: &Case, came: &[(&'static str, &'static str)]) -> Vec<String> {
        let mut map = HeaderMap::new();
        for (name, value) in came {
            map.append(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        let mut found = Vec::new();
        headers(case, &map, &mut found);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn values_are_compared_without_regard_to_the_case_of_names() {
        let case = Case {
            headers: [("X-A".to_owned(), "1, 2".to_owned())].into(),
            ..Case::default()
        };
        assert!(found(&case, &[("x-a", "1, 2"), ("x-b", "3")]).is_empty());
        assert!(found(&case, &[("x-a", "1"), ("x-a", "2")]).is_empty());
        assert_eq!(
            found(&case, &[("x-a", "1,2")]),
            ["header `X-A`: expected \"1, 2\", came \"1,2\""]
        );
        assert_eq!(
            found(&case, &[]),
            ["header `X-A`: expected \"1, 2\", came absent"]
        );
    }

    #[test]
    fn forbidden_and_required_names_are_looked_for() {
        let case = Case {
            forbid_headers: vec!["X-No".to_owned()],
            require_headers: vec!["X-Yes".to_owned()],
            ..Case::default()
        };
        assert!(found(&case, &[("x-yes", "")]).is_empty());
        assert_eq!(
            found(&case, &[("x-yes", "1"), ("x-no", "")]),
            ["header `X-No`: expected absent, came \"\""]
        );
        assert_eq!(
            found(&case, &[]),
            ["header `X-Yes`: expected present, came absent"]
        );
    }
}
