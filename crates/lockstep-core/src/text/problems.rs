//! What is wrong with a message, gathered from all its parts.

use crate::{Rejection, Violation, http::Unreadable, json};

/// The problems of one message. All are kept, because whoever mends a request wants to know them all;
/// one value that cannot be read makes the whole message malformed.
#[derive(Debug)]
pub(crate) struct Problems {
    server: bool,
    /// The place of the first value that cannot be read, and why.
    malformed: Option<(String, String)>,
    /// Everything, values that cannot be read included.
    violations: Vec<Violation>,
    more: usize,
}

impl Problems {
    /// A server checks constraints and demands required members; a client does neither.
    pub(crate) const fn new(server: bool) -> Self {
        Self {
            server,
            malformed: None,
            violations: Vec::new(),
            more: 0,
        }
    }

    pub(crate) const fn is_server(&self) -> bool {
        self.server
    }

    pub(crate) fn malformed(&mut self, path: String, message: impl Into<String>) {
        let message = message.into();
        let sentence = match path.as_str() {
            "" => message.clone(),
            path => format!("{path}: {message}"),
        };
        self.violation(Violation::new(path.clone(), sentence));
        self.malformed.get_or_insert((path, message));
    }

    pub(crate) fn violation(&mut self, violation: Violation) {
        if self.violations.len() < json::MAX_VIOLATIONS {
            self.violations.push(violation);
        } else {
            self.more += 1;
        }
    }

    /// Adds what went wrong in the JSON of a body.
    pub(crate) fn json(&mut self, outcome: json::Outcome) {
        if let Some(json::Malformed { path, message, .. }) = outcome.malformed {
            self.malformed.get_or_insert((path, message));
        }
        for violation in outcome.violations {
            self.violation(violation);
        }
        self.more += outcome.more;
    }

    pub(crate) fn reject<T>(self, value: Option<T>) -> Result<T, Rejection> {
        if self.malformed.is_some() {
            return Err(Rejection::Malformed(self.violations, self.more));
        }
        if !self.violations.is_empty() {
            return Err(Rejection::Invalid(self.violations, self.more));
        }
        value.ok_or_else(|| Rejection::malformed("the request cannot be read"))
    }

    pub(crate) fn unreadable<T>(self, value: Option<T>) -> Result<T, Unreadable> {
        if let Some((path, message)) = self.malformed {
            return Err(Unreadable::new(path, message));
        }
        value.ok_or_else(|| {
            Unreadable::new("", "a required member is missing and has no zero value")
        })
    }
}
