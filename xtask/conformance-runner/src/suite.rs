//! A service under test, as its harness hands it over.

use std::path::PathBuf;

use crate::{Stage, Subject};

/// A service under test.
pub struct Suite {
    /// The name in the table.
    pub(crate) name: &'static str,
    /// The file of its cases.
    pub(crate) cases: PathBuf,
    /// Makes the generated router over handlers that do as the stage says.
    pub(crate) router: fn(Stage) -> axum::Router,
    /// Its operations.
    pub(crate) subjects: Vec<Box<dyn Subject>>,
}

impl Suite {
    /// A service with all that a harness knows of it; `cases` is the path of a file as [`crate::cases`] describes it.
    #[must_use]
    pub fn new(
        name: &'static str,
        cases: &str,
        router: fn(Stage) -> axum::Router,
        subjects: Vec<Box<dyn Subject>>,
    ) -> Self {
        Self {
            name,
            cases: PathBuf::from(cases),
            router,
            subjects,
        }
    }

    /// The operation of a name.
    pub(crate) fn subject(&self, name: &str) -> Option<&dyn Subject> {
        self.subjects
            .iter()
            .find(|subject| subject.name() == name)
            .map(|subject| &**subject)
    }
}
