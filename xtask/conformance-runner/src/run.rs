//! Runs all cases of all suites.

use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use serde_json::value::RawValue;
use tokio::runtime::Runtime;

use crate::cases::{self, Applies, Case, Group};
use crate::compare::Mismatch;
use crate::report::{Kind, NotRun, Ran, Report};
use crate::{Subject, Suite, kinds};

/// The protocol whose cases are run, because the generator speaks no other.
const PROTOCOL: &str = "aws.protocols#restJson1";

/// How long a case may take; it takes less than a millisecond, unless it waits for what never comes.
const LIMIT: Duration = Duration::from_secs(10);

/// Runs the suites and prints the table; the status of the process is 0 only if every case ran and passed.
#[must_use]
pub fn main(suites: &[Suite]) -> ExitCode {
    let mut report = Report::default();
    match tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
    {
        Err(error) => report.problems.push(error.to_string()),
        Ok(runtime) => {
            for suite in suites {
                report.suites.push(suite.name);
                match cases::read(&suite.cases) {
                    Err(problem) => report.problems.push(problem),
                    Ok(groups) => Run {
                        suite,
                        groups: &groups,
                        runtime: &runtime,
                        report: &mut report,
                    }
                    .all(),
                }
            }
        }
    }
    // A reader that went away does not change what came of the run.
    let _ = writeln!(std::io::stdout().lock(), "{report}");
    if report.is_success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The run of one suite.
struct Run<'r> {
    suite: &'r Suite,
    groups: &'r [Group],
    runtime: &'r Runtime,
    report: &'r mut Report,
}

impl Run<'_> {
    fn all(mut self) {
        for group in self.groups {
            match group.applied.as_str() {
                "httpRequestTests" => self.group(
                    group,
                    &[
                        (Applies::Client, Kind::ClientRequest),
                        (Applies::Server, Kind::ServerRequest),
                    ],
                ),
                "httpResponseTests" => self.group(
                    group,
                    &[
                        (Applies::Client, Kind::ClientResponse),
                        (Applies::Server, Kind::ServerResponse),
                    ],
                ),
                other => self.not_run(group.cases.len(), other, other != "eventStreamTests"),
            }
        }
    }

    fn not_run(&mut self, count: usize, what: &str, counts: bool) {
        let suite = self.suite.name;
        match self
            .report
            .not_run
            .iter_mut()
            .find(|known| known.suite == suite && known.what == what)
        {
            Some(known) => known.count += count,
            None => self.report.not_run.push(NotRun {
                suite,
                count,
                what: what.to_owned(),
                counts,
            }),
        }
    }

    fn group(&mut self, group: &Group, kinds: &[(Applies, Kind)]) {
        let suite = self.suite;
        let subjects: Vec<&dyn Subject> = group
            .operations
            .iter()
            .filter_map(|name| suite.subject(name))
            .collect();
        if subjects.is_empty() {
            let what = format!(
                "{} of {}, which no generated operation reaches",
                group.applied, group.shape
            );
            return self.not_run(group.cases.len(), &what, true);
        }
        for raw in &group.cases {
            match Case::read(raw) {
                Err(error) => {
                    self.report
                        .problems
                        .push(format!("{}: {}: {error}", group.shape, id(raw)))
                }
                Ok(case) if case.protocol != PROTOCOL => {
                    self.not_run(1, &format!("{} of {}", group.applied, case.protocol), true);
                }
                Ok(case) => {
                    for &(_, kind) in kinds.iter().filter(|(side, _)| case.is_for(*side)) {
                        let mismatches = self.case(group, &subjects, kind, &case);
                        self.report.ran.push(Ran {
                            suite: suite.name,
                            kind,
                            id: case.id.clone(),
                            documentation: case.documentation.clone(),
                            mismatches,
                        });
                    }
                }
            }
        }
    }

    /// Runs a case by every operation that it can be run by: an error must look the same, whoever answers with it.
    fn case(
        &self,
        group: &Group,
        subjects: &[&dyn Subject],
        kind: Kind,
        case: &Case,
    ) -> Vec<Mismatch> {
        let error = group.error.as_deref();
        let mut all = Vec::new();
        for &subject in subjects {
            let found = self.guarded(async {
                match kind {
                    Kind::ClientRequest => kinds::client_request(subject, case).await,
                    Kind::ServerRequest => kinds::server_request(self.suite, subject, case).await,
                    Kind::ClientResponse => kinds::client_response(subject, error, case).await,
                    Kind::ServerResponse => {
                        let requests = self.requests(subject).await;
                        kinds::server_response(self.suite, subject, error, case, &requests).await
                    }
                }
            });
            all.extend(found.into_iter().map(|mut mismatch| {
                if subjects.len() > 1 {
                    mismatch.what = format!("{} of {}", mismatch.what, subject.name());
                }
                mismatch
            }));
        }
        all
    }

    /// Requests to which the operation's handler may answer.
    async fn requests(&self, subject: &dyn Subject) -> Vec<Request<Bytes>> {
        let own = |group: &&Group| {
            group.applied == "httpRequestTests"
                && group.operations.iter().any(|name| name == subject.name())
        };
        let cases: Vec<Case> = self
            .groups
            .iter()
            .filter(own)
            .flat_map(|group| &group.cases)
            .filter_map(|raw| Case::read(raw).ok())
            .filter(|case| case.protocol == PROTOCOL && case.is_for(Applies::Server))
            .collect();
        kinds::requests(subject, &cases).await
    }

    /// Neither a panic nor a wait without end stops the run.
    fn guarded(&self, work: impl Future<Output = Vec<Mismatch>>) -> Vec<Mismatch> {
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            self.runtime
                .block_on(async { tokio::time::timeout(LIMIT, work).await })
        }));
        let stopped = |came: &str| vec![Mismatch::new("case", "an end", came)];
        match outcome {
            Ok(Ok(found)) => found,
            Ok(Err(_)) => stopped("none within ten seconds"),
            Err(_) => stopped("a panic, shown above"),
        }
    }
}

/// The name of a case that cannot be read.
fn id(raw: &RawValue) -> String {
    let value: serde_json::Value = serde_json::from_str(raw.get()).unwrap_or_default();
    value
        .get("id")
        .and_then(serde_json::Value::as_str)
        .unwrap_or("a case without a name")
        .to_owned()
}
