//! The path and the query of a request, in the form in which they travel.

use super::Mismatch;
use crate::cases::Case;

/// Compares a path, still percent-encoded.
pub fn path(case: &Case, came: &str, found: &mut Vec<Mismatch>) {
    super::text("path", &case.uri, came, found);
}

/// Compares a query.
///
/// Each name that a case lists has exactly the values that it lists, in their order; other names may be there too,
/// unless they are forbidden.
pub fn query(case: &Case, came: &str, found: &mut Vec<Mismatch>) {
    let came: Vec<(&str, &str)> = came
        .split('&')
        .filter(|part| !part.is_empty())
        .map(parameter)
        .collect();
    let expected: Vec<(&str, &str)> = case
        .query_params
        .iter()
        .map(|part| parameter(part))
        .collect();
    let mut names: Vec<&str> = expected.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let (expected, came) = (values(&expected, name), values(&came, name));
        if expected != came {
            found.push(Mismatch::new(
                format!("query parameter `{name}`"),
                show(&expected),
                show(&came),
            ));
        }
    }
    for name in &case.forbid_query_params {
        let came = values(&came, name);
        if !came.is_empty() {
            found.push(Mismatch::new(
                format!("query parameter `{name}`"),
                "absent",
                show(&came),
            ));
        }
    }
    for name in &case.require_query_params {
        if values(&came, name).is_empty() {
            found.push(Mismatch::new(
                format!("query parameter `{name}`"),
                "present",
                "absent",
            ));
        }
    }
}

/// A name and its value; a name alone means the same as one with an empty value.
fn parameter(part: &str) -> (&str, &str) {
    part.split_once('=').unwrap_or((part, ""))
}

fn values<'t>(parameters: &[(&'t str, &'t str)], name: &str) -> Vec<&'t str> {
    parameters
        .iter()
        .filter(|(known, _)| *known == name)
        .map(|(_, value)| *value)
        .collect()
}

fn show(values: &[&str]) -> String {
    if values.is_empty() {
        "absent".to_owned()
    } else {
        format!("{values:?}")
    }
}

#[cfg(test)]
mod tests {
    use super::{path, query};
    use crate::cases::Case;

    fn case(params: &[&str], forbid: &[&str], require: &[&str]) -> Case {
        let owned = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect();
        Case {
            uri: "/a%20b".to_owned(),
            query_params: owned(params),
            forbid_query_params: owned(forbid),
            require_query_params: owned(require),
            ..Case::default()
        }
    }

    fn found(case: &Case, came: &str) -> Vec<String> {
        let mut found = Vec::new();
        query(case, came, &mut found);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_path_is_compared_as_it_travels() {
        let mut found = Vec::new();
        path(&case(&[], &[], &[]), "/a%20b", &mut found);
        assert!(found.is_empty());
        path(&case(&[], &[], &[]), "/a+b", &mut found);
        assert_eq!(found[0].to_string(), "path: expected /a%20b, came /a+b");
    }

    #[test]
    fn values_are_compared_name_by_name() {
        let case = case(&["a=1", "b", "a=2"], &[], &[]);
        assert!(found(&case, "b=&a=1&c=3&a=2").is_empty());
        for (came, message) in [
            (
                "b&a=2&a=1",
                "query parameter `a`: expected [\"1\", \"2\"], came [\"2\", \"1\"]",
            ),
            (
                "b&a=1",
                "query parameter `a`: expected [\"1\", \"2\"], came [\"1\"]",
            ),
            (
                "b&a=1&a=2&a=2",
                "query parameter `a`: expected [\"1\", \"2\"], came [\"1\", \"2\", \"2\"]",
            ),
            (
                "a=1&a=2",
                "query parameter `b`: expected [\"\"], came absent",
            ),
            (
                "b=x&a=1&a=2",
                "query parameter `b`: expected [\"\"], came [\"x\"]",
            ),
        ] {
            assert_eq!(found(&case, came), [message]);
        }
    }

    #[test]
    fn forbidden_and_required_names_are_looked_for() {
        let case = case(&[], &["no"], &["yes"]);
        assert!(found(&case, "yes").is_empty());
        assert_eq!(
            found(&case, "yes=1&no"),
            ["query parameter `no`: expected absent, came [\"\"]"]
        );
        assert_eq!(
            found(&case, ""),
            ["query parameter `yes`: expected present, came absent"]
        );
    }
}
