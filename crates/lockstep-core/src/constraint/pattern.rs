//! `@pattern`.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

/// A pattern of the model. It may match anywhere in the text, as Smithy says: a pattern that means
/// the whole text has anchors of its own.
///
/// It is compiled when it is first used, once for the whole program. A match takes time linear in the
/// text, except for the few patterns that look around or refer back: these have a limit of steps.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    regex: &'static str,
    engine: Engine,
}

#[derive(Debug)]
enum Engine {
    Linear(OnceLock<Option<Regex>>),
    #[cfg(feature = "backtracking-pattern")]
    Backtracking(OnceLock<Option<fancy_regex::Regex>>),
}

/// The most memory that a compiled pattern may take, in bytes. Models have patterns that exceed the
/// default of `regex`; the generator compiles each with this same limit.
const SIZE_LIMIT: usize = 32 << 20;

/// The most steps that a pattern that backtracks may take on one text.
#[cfg(feature = "backtracking-pattern")]
const STEP_LIMIT: usize = 100_000;

impl Pattern {
    /// `source` is the pattern as in the model, which messages repeat; `regex` is the same in the
    /// syntax of the crate `regex`, which differs from ECMA-262 in what `\d`, `\w`, `\s` and `\b`
    /// mean. Whoever generates code compiles it once to see that it is one.
    pub const fn new(source: &'static str, regex: &'static str) -> Self {
        Self {
            source,
            regex,
            engine: Engine::Linear(OnceLock::new()),
        }
    }

    /// A pattern that looks around or refers back, in the syntax of the crate `fancy-regex`. A text for
    /// which it takes too many steps has no match.
    #[cfg(feature = "backtracking-pattern")]
    pub const fn backtracking(source: &'static str, regex: &'static str) -> Self {
        Self {
            source,
            regex,
            engine: Engine::Backtracking(OnceLock::new()),
        }
    }

    /// The pattern as in the model.
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// Whether the text has a match. If the pattern is not a regular expression, nothing has one:
    /// refusing is safer than letting everything pass.
    pub fn is_match(&self, text: &str) -> bool {
        match &self.engine {
            Engine::Linear(compiled) => compiled
                .get_or_init(|| {
                    let mut builder = RegexBuilder::new(self.regex);
                    builder.size_limit(SIZE_LIMIT).build().ok()
                })
                .as_ref()
                .is_some_and(|regex| regex.is_match(text)),
            #[cfg(feature = "backtracking-pattern")]
            Engine::Backtracking(compiled) => compiled
                .get_or_init(|| {
                    let mut builder = fancy_regex::RegexBuilder::new(self.regex);
                    builder.backtrack_limit(STEP_LIMIT).build().ok()
                })
                .as_ref()
                .is_some_and(|regex| regex.is_match(text).unwrap_or(false)),
        }
    }
}
