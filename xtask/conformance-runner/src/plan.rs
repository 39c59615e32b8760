//! What is to be run: each case of a suite, by each way that it is for.

use std::rc::Rc;

use serde_json::value::RawValue;

use crate::cases::{self, Applies, Case, Group, Malformed};
use crate::report::{Kind, NotRun};
use crate::{Subject, Suite};

/// The protocol whose cases are run, because the generator speaks no other.
const PROTOCOL: &str = "aws.protocols#restJson1";

/// All of a suite.
pub(crate) struct Plan<'s> {
    /// What is run, in its order.
    pub(crate) jobs: Vec<Job<'s>>,
    /// What is not.
    pub(crate) not_run: Vec<NotRun>,
    /// What cannot be read.
    pub(crate) problems: Vec<String>,
}

/// A case, run in one way.
pub(crate) struct Job<'s> {
    pub(crate) suite: &'s Suite,
    pub(crate) kind: Kind,
    /// The operations to run it by: an error must look the same, whoever answers with it.
    pub(crate) subjects: Vec<&'s dyn Subject>,
    /// The error's shape, if the case stands at one.
    pub(crate) error: Option<String>,
    pub(crate) case: What,
}

/// The case of a job.
#[derive(Clone)]
pub(crate) enum What {
    /// A request or a response with its typed value.
    Typed(Rc<Case>),
    /// A request without one.
    Malformed(Rc<Malformed>),
}

impl Job<'_> {
    /// The case's name.
    pub(crate) fn id(&self) -> &str {
        match &self.case {
            What::Typed(case) => &case.id,
            What::Malformed(case) => &case.id,
        }
    }

    /// The headers that must not be in the message under test.
    pub(crate) fn forbidden(&self) -> &[String] {
        match &self.case {
            What::Typed(case) => &case.forbid_headers,
            What::Malformed(_) => &[],
        }
    }

    /// What the case shows.
    pub(crate) fn documentation(&self) -> &str {
        match &self.case {
            What::Typed(case) => &case.documentation,
            What::Malformed(case) => &case.documentation,
        }
    }
}

impl<'s> Plan<'s> {
    /// Reads the cases of a suite.
    pub(crate) fn of(suite: &'s Suite) -> Self {
        let mut plan = Self {
            jobs: Vec::new(),
            not_run: Vec::new(),
            problems: Vec::new(),
        };
        match cases::read(&suite.cases) {
            Err(problem) => plan.problems.push(problem),
            Ok(groups) => groups.iter().for_each(|group| plan.add(suite, group)),
        }
        plan
    }

    fn add(&mut self, suite: &'s Suite, group: &Group) {
        const KNOWN: [&str; 3] = [
            "httpRequestTests",
            "httpResponseTests",
            "httpMalformedRequestTests",
        ];
        if group.event_stream && group.operations.is_empty() {
            let what = format!("{} of operations that stream events", group.applied);
            return self.not_run(suite, group.cases.len(), &what, false);
        }
        if !KNOWN.contains(&group.applied.as_str()) {
            let counts = group.applied != "eventStreamTests";
            return self.not_run(suite, group.cases.len(), &group.applied, counts);
        }
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
            return self.not_run(suite, group.cases.len(), &what, true);
        }
        for raw in &group.cases {
            match ways(group, raw) {
                Err(problem) => {
                    let problem = format!("{}: {}: {problem}", group.shape, id(raw));
                    self.problems.push(problem);
                }
                Ok(ways) => {
                    for (protocol, kind, case) in ways {
                        if protocol != PROTOCOL {
                            let what = format!("{} of {protocol}", group.applied);
                            self.not_run(suite, 1, &what, true);
                            continue;
                        }
                        self.jobs.push(Job {
                            suite,
                            kind,
                            subjects: subjects.clone(),
                            error: group.error.clone(),
                            case,
                        });
                    }
                }
            }
        }
    }

    fn not_run(&mut self, suite: &'s Suite, count: usize, what: &str, counts: bool) {
        match self.not_run.iter_mut().find(|known| known.what == what) {
            Some(known) => known.count += count,
            None => self.not_run.push(NotRun {
                suite: suite.name,
                count,
                what: what.to_owned(),
                counts,
            }),
        }
    }
}

/// The ways in which a case is run, each with the protocol that it is for.
fn ways(group: &Group, raw: &RawValue) -> Result<Vec<(String, Kind, What)>, String> {
    if group.applied == "httpMalformedRequestTests" {
        let cases = Malformed::read(raw)?.into_iter();
        return Ok(cases
            .map(|case| {
                let protocol = case.protocol.clone();
                (protocol, Kind::Malformed, What::Malformed(Rc::new(case)))
            })
            .collect());
    }
    let kinds = if group.applied == "httpRequestTests" {
        [Kind::ClientRequest, Kind::ServerRequest]
    } else {
        [Kind::ClientResponse, Kind::ServerResponse]
    };
    let case = Rc::new(Case::read(raw).map_err(|error| error.to_string())?);
    Ok([Applies::Client, Applies::Server]
        .into_iter()
        .zip(kinds)
        .filter(|(side, _)| case.is_for(*side))
        .map(|(_, kind)| (case.protocol.clone(), kind, What::Typed(Rc::clone(&case))))
        .collect())
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
