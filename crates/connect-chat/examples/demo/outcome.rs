//! What was expected and what came.

use std::fmt;

/// The steps so far.
#[derive(Default)]
pub(crate) struct Outcome {
    passed: usize,
    failed: usize,
}

impl Outcome {
    /// Begins a step.
    pub(crate) fn step(&self, what: &str) {
        println!("\n{}. {what}", self.passed + self.failed + 1);
    }

    /// Ends a step: whether what came is what was expected.
    pub(crate) fn expect<T: fmt::Debug + PartialEq>(&mut self, came: &T, expected: &T) {
        if came == expected {
            self.passed += 1;
            println!("  as expected: {came:?}");
        } else {
            self.failed += 1;
            println!("  NOT AS EXPECTED: {came:?} instead of {expected:?}");
        }
    }

    /// Whether every answer was the expected one, and there was one.
    pub(crate) fn all_expected(&self) -> bool {
        self.failed == 0 && self.passed > 0
    }

    /// The last line.
    pub(crate) fn print(&self) {
        println!("\n{} passed, {} failed", self.passed, self.failed);
    }
}
