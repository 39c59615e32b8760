//! Runs the cases of all suites.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::ExitCode;
use std::rc::Rc;

use bytes::Bytes;
use http::Request;

use crate::compare::Mismatch;
use crate::guarded::Guarded;
use crate::plan::{Job, Plan, What};
use crate::progress::Progress;
use crate::report::{Kind, Ran, Report};
use crate::self_test::SelfTest;
use crate::wire::Wire;
use crate::{Subject, Suite, kinds};

/// The argument of the process that asks for a self-test.
const SELF_TEST: &str = "--self-test";

/// Runs the suites and prints the table; the status of the process is 0 only if every case ran and passed.
///
/// With the argument `--self-test` it tests the cases instead: whether they tell when the wire is broken.
#[must_use]
pub fn main(suites: &[Suite]) -> ExitCode {
    let runner = match Runner::new() {
        Ok(runner) => runner,
        Err(error) => return end(&error, false),
    };
    let plans: Vec<Plan<'_>> = suites.iter().map(Plan::of).collect();
    if std::env::args()
        .skip(1)
        .any(|argument| argument == SELF_TEST)
    {
        let test = SelfTest::run(&runner, &plans);
        return end(&test, test.is_success());
    }
    let mut report = Report::default();
    for (suite, plan) in suites.iter().zip(plans) {
        report.suites.push(suite.name);
        let mut progress = Progress::new(suite.name, plan.jobs.len());
        for job in &plan.jobs {
            report.ran.push(runner.run(job, &plan, &Wire::whole()));
            progress.step();
        }
        report.not_run.extend(plan.not_run);
        report.problems.extend(plan.problems);
    }
    end(&report, report.is_success())
}

/// Prints what came of it.
fn end(shown: &dyn std::fmt::Display, is_success: bool) -> ExitCode {
    // A reader that went away does not change what came of the run.
    let _ = writeln!(std::io::stdout().lock(), "{shown}");
    if is_success {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Requests that are shared by the cases of one operation.
type Requests = Rc<[Request<Bytes>]>;

/// Runs cases, one at a time.
pub(crate) struct Runner {
    guarded: Guarded,
    /// Requests to which the handler of an operation may answer, by the names of the suite and the operation.
    requests: RefCell<BTreeMap<(&'static str, &'static str), Requests>>,
}

impl Runner {
    fn new() -> std::io::Result<Self> {
        Ok(Self {
            guarded: Guarded::new("case")?,
            requests: RefCell::default(),
        })
    }

    /// Runs a case by every operation that it can be run by.
    fn run(&self, job: &Job<'_>, plan: &Plan<'_>, wire: &Wire<'_>) -> Ran {
        Ran {
            suite: job.suite.name,
            kind: job.kind,
            id: job.id().to_owned(),
            documentation: job.documentation().to_owned(),
            mismatches: self.mismatches(job, plan, wire),
        }
    }

    /// Whether a case passes by all of its operations.
    pub(crate) fn passes(&self, job: &Job<'_>, plan: &Plan<'_>, wire: &Wire<'_>) -> bool {
        self.mismatches(job, plan, wire).is_empty()
    }

    fn mismatches(&self, job: &Job<'_>, plan: &Plan<'_>, wire: &Wire<'_>) -> Vec<Mismatch> {
        let mut mismatches = Vec::new();
        for &subject in &job.subjects {
            let found = self.guarded.run(self.by(job, subject, plan, wire));
            mismatches.extend(found.into_iter().map(|mut mismatch| {
                if job.subjects.len() > 1 {
                    mismatch.what = format!("{} of {}", mismatch.what, subject.name());
                }
                mismatch
            }));
        }
        mismatches
    }

    async fn by(
        &self,
        job: &Job<'_>,
        subject: &dyn Subject,
        plan: &Plan<'_>,
        wire: &Wire<'_>,
    ) -> Vec<Mismatch> {
        let (suite, error) = (job.suite, job.error.as_deref());
        match (&job.case, job.kind) {
            (What::Malformed(case), _) => kinds::malformed(suite, subject, case, wire).await,
            (What::Typed(case), Kind::ClientRequest) => {
                kinds::client_request(subject, case, wire).await
            }
            (What::Typed(case), Kind::ClientResponse) => {
                kinds::client_response(subject, error, case, wire).await
            }
            (What::Typed(case), Kind::ServerResponse) => {
                let requests = self.requests(suite, subject, plan).await;
                kinds::server_response(suite, subject, error, case, &requests, wire).await
            }
            (What::Typed(case), _) => kinds::server_request(suite, subject, case, wire).await,
        }
    }

    /// Requests to which the operation's handler may answer.
    async fn requests(&self, suite: &Suite, subject: &dyn Subject, plan: &Plan<'_>) -> Requests {
        let key = (suite.name, subject.name());
        if let Some(known) = self.requests.borrow().get(&key) {
            return Rc::clone(known);
        }
        let is_own = |job: &&Job<'_>| {
            let mut subjects = job.subjects.iter();
            job.kind == Kind::ServerRequest && subjects.any(|other| other.name() == subject.name())
        };
        let cases = plan
            .jobs
            .iter()
            .filter(is_own)
            .filter_map(|job| match &job.case {
                What::Typed(case) => Some(&**case),
                What::Malformed(_) => None,
            });
        let made: Requests = kinds::requests(subject, cases).await.into();
        self.requests.borrow_mut().insert(key, Rc::clone(&made));
        made
    }
}
