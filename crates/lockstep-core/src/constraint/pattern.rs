//! `@pattern`.

use std::sync::OnceLock;

use regex::Regex;

/// A pattern of the model. It may match anywhere in the text, as Smithy says: a pattern that means
/// the whole text has anchors of its own.
///
/// It is compiled when it is first used, once for the whole program, and a match takes time linear
/// in the text whatever the pattern.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    regex: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// `source` is the pattern as in the model, which messages repeat; `regex` is the same in the
    /// syntax of the crate `regex`, which differs from ECMA-262 in what `\d`, `\w`, `\s` and `\b`
    /// mean. Whoever generates code compiles it once to see that it is one.
    pub const fn new(source: &'static str, regex: &'static str) -> Self {
        Self {
            source,
            regex,
            compiled: OnceLock::new(),
        }
    }

    /// The pattern as in the model.
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// Whether the text has a match. If the pattern is not a regular expression, nothing has one:
    /// refusing is safer than letting everything pass.
    pub fn is_match(&self, text: &str) -> bool {
        let compiled = self.compiled.get_or_init(|| Regex::new(self.regex).ok());
        compiled.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}
