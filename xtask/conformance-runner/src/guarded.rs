//! Cases and trips that cannot stop the run they are part of.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use tokio::runtime::Runtime;

use crate::compare::Mismatch;

/// How long a case may take; it takes less than a millisecond, unless it waits for what never comes.
const LIMIT: Duration = Duration::from_secs(10);

/// Runs one case after the other, each within its time and whether or not it panics.
pub(crate) struct Guarded {
    runtime: Runtime,
    /// What is run, for messages.
    what: &'static str,
}

impl Guarded {
    /// A runner of what is called so.
    pub(crate) fn new(what: &'static str) -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()?;
        Ok(Self { runtime, what })
    }

    /// Neither a panic nor a wait without end stops the run.
    pub(crate) fn run(&self, work: impl Future<Output = Vec<Mismatch>>) -> Vec<Mismatch> {
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            self.runtime
                .block_on(async { tokio::time::timeout(LIMIT, work).await })
        }));
        let stopped = |came: &str| vec![Mismatch::new(self.what, "an end", came)];
        match outcome {
            Ok(Ok(found)) => found,
            Ok(Err(_)) => stopped("none within ten seconds"),
            Err(_) => stopped("a panic, shown above"),
        }
    }
}
