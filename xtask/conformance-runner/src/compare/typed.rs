//! Typed values, in the form of params.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use lockstep_core::BigDecimal;

use super::Mismatch;
use crate::{Outcome, Params};

/// Adds every place at which two values differ.
///
/// Numbers are compared by their exact values, of whatever length: `1`, `1.0` and `1e0` are one.
pub fn params(what: &str, expected: &Params, came: &Params, found: &mut Vec<Mismatch>) {
    Search { what, found }.at("", Some(expected), Some(came));
}

/// Compares what came of a call.
pub fn outcome(expected: &Outcome, came: &Outcome, found: &mut Vec<Mismatch>) {
    match (expected, came) {
        (Outcome::Output(expected), Outcome::Output(came)) => {
            params("output", expected, came, found)
        }
        (Outcome::Error(shape, expected), Outcome::Error(other, came)) if shape == other => {
            params(shape, expected, came, found);
        }
        (expected, came) if expected == came => {}
        (expected, came) => found.push(Mismatch::new("outcome", show(expected), show(came))),
    }
}

fn show(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Output(params) => format!("the output {params}"),
        Outcome::Error(shape, params) => format!("the error {shape} {params}"),
        Outcome::Failed(message) => message.clone(),
    }
}

struct Search<'f> {
    what: &'f str,
    found: &'f mut Vec<Mismatch>,
}

impl Search<'_> {
    fn at(&mut self, path: &str, expected: Option<&Params>, came: Option<&Params>) {
        match (expected, came) {
            (Some(Params::Number(expected)), Some(Params::Number(came)))
                if is_same_number(expected, came) => {}
            (Some(Params::List(expected)), Some(Params::List(came))) => {
                for index in 0..expected.len().max(came.len()) {
                    self.at(
                        &format!("{path}/{index}"),
                        expected.get(index),
                        came.get(index),
                    );
                }
            }
            (Some(Params::Map(expected)), Some(Params::Map(came))) => {
                let names: BTreeSet<&String> = expected.keys().chain(came.keys()).collect();
                for name in names {
                    self.at(
                        &format!("{path}/{name}"),
                        expected.get(name),
                        came.get(name),
                    );
                }
            }
            (expected, came) if expected == came => {}
            (expected, came) => {
                let show = |params: Option<&Params>| {
                    params.map_or("nothing".to_owned(), Params::to_string)
                };
                let what = if path.is_empty() {
                    self.what.to_owned()
                } else {
                    format!("{} at `{path}`", self.what)
                };
                self.found
                    .push(Mismatch::new(what, show(expected), show(came)));
            }
        }
    }
}

fn is_same_number(expected: &str, came: &str) -> bool {
    match (expected.parse::<BigDecimal>(), came.parse::<BigDecimal>()) {
        (Ok(expected), Ok(came)) => expected.compare(&came) == Ordering::Equal,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{outcome, params};
    use crate::{Outcome, Params};

    fn of(text: &str) -> Params {
        Params::parse(text).unwrap()
    }

    #[test]
    fn each_place_that_differs_is_named() {
        let mut found = Vec::new();
        params(
            "input",
            &of("{\"a\": [1, {\"b\": 2}]}"),
            &of("{\"a\": [1.1, {\"c\": null}]}"),
            &mut found,
        );
        let found: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "input at `/a/0`: expected 1, came 1.1",
                "input at `/a/1/b`: expected 2, came nothing",
                "input at `/a/1/c`: expected nothing, came null",
            ]
        );
    }

    #[test]
    fn outcomes_of_different_kinds_differ() {
        let output = Outcome::Output(of("{}"));
        let error = Outcome::Error("A".to_owned(), of("{}"));
        let other = Outcome::Error("B".to_owned(), of("{}"));
        let failed = Outcome::Failed("no".to_owned());
        for (index, expected) in [&output, &error, &other, &failed].into_iter().enumerate() {
            for (place, came) in [&output, &error, &other, &failed].into_iter().enumerate() {
                let mut found = Vec::new();
                outcome(expected, came, &mut found);
                assert_eq!(found.is_empty(), index == place, "{expected:?} {came:?}");
            }
        }
    }
}
