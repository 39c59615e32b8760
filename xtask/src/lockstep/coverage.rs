//! What was used how often: the table in the end, in which nothing may be missing.

mod counter;
mod head;
mod rows;

use std::collections::BTreeMap;
use std::fmt;

use counter::Counter;
use rows::{REQUESTS, ROWS, Reach};

use super::edits::Change;
use super::model::{Model, SIMPLE};
use super::trips::Trip;
use super::violations::Broken;

/// Which way a message goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    ToServer,
    ToClient,
}

/// The table.
pub(crate) struct Coverage {
    rows: Vec<Row>,
    index: BTreeMap<(&'static str, String), usize>,
}

struct Row {
    group: &'static str,
    name: String,
    reach: Reach,
    to_server: usize,
    to_client: usize,
}

impl Coverage {
    /// A table of zeros.
    pub(crate) fn new() -> Self {
        let mut table = Self {
            rows: Vec::new(),
            index: BTreeMap::new(),
        };
        for (_, name) in SIMPLE {
            table.add("shape kind", name.to_owned(), Reach::Both);
        }
        for (group, reach, names) in ROWS {
            for name in names {
                table.add(group, (*name).to_owned(), reach);
            }
        }
        for (_, name) in SIMPLE {
            table.add("trait", format!("default of {name}"), Reach::Both);
        }
        for (group, names) in REQUESTS {
            for name in names {
                table.add(group, (*name).to_owned(), Reach::Server);
            }
        }
        table
    }

    fn add(&mut self, group: &'static str, name: String, reach: Reach) {
        self.index.insert((group, name.clone()), self.rows.len());
        self.rows.push(Row {
            group,
            name,
            reach,
            to_server: 0,
            to_client: 0,
        });
    }

    /// The rows that count nothing where they could.
    pub(crate) fn unused(&self) -> Vec<String> {
        let is_unused = |row: &&Row| {
            (row.reach != Reach::Client && row.to_server == 0)
                || (row.reach != Reach::Server && row.to_client == 0)
        };
        self.rows
            .iter()
            .filter(is_unused)
            .map(|row| format!("{}: {}", row.group, row.name))
            .collect()
    }

    /// Counts what a trip uses.
    pub(crate) fn count(&mut self, model: &Model, trip: &Trip) {
        let operation = &model.operations[trip.operation];
        let mut to_server = Counter {
            table: self,
            model,
            way: Way::ToServer,
        };
        to_server.message(operation.input, &trip.input);
        if !operation.literals.is_empty() {
            to_server.one("binding", "query literal");
        }
        for edit in &trip.edits {
            let name = match edit.change {
                Change::Null => "null",
                Change::Remove => "removed",
                Change::Unknown => "not in the model",
            };
            to_server.one("changed on the way", name);
        }
        if trip.is_unsendable {
            return to_server.one("refusal", "not sent at all");
        }
        to_server.head(operation, trip);
        if let Err(broken) = &trip.heard {
            for violation in broken {
                let name = match violation.kind {
                    Broken::Missing => "missing",
                    Broken::Length => "length",
                    Broken::Range => "range",
                    Broken::Pattern => "pattern",
                    Broken::Enum => "enum",
                    Broken::IntEnum => "intEnum",
                    Broken::Unique => "uniqueItems",
                };
                to_server.one("refusal", name);
                if violation.path.matches('/').count() > 2 {
                    to_server.one("refusal", "deep inside");
                }
            }
            if broken.len() > 1 {
                to_server.one("refusal", "several at once");
            }
            // No handler answers.
            return;
        }
        let mut to_client = Counter {
            table: self,
            model,
            way: Way::ToClient,
        };
        to_client.message(trip.error.unwrap_or(operation.output), &trip.answer);
        if trip.error.is_none() && operation.status >= 300 {
            to_client.one("binding", "status of 3xx");
        }
        if let Some(error) = trip.error.and_then(|id| model.shapes[id].error.as_ref()) {
            to_client.error(error);
        }
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:48} {:>13} {:>13}",
            "used", "to the server", "to the client"
        )?;
        for row in &self.rows {
            let cell = |count: usize, other: Reach| {
                if row.reach == other {
                    "-".to_owned()
                } else {
                    count.to_string()
                }
            };
            let name = format!("{}: {}", row.group, row.name);
            let (server, client) = (
                cell(row.to_server, Reach::Client),
                cell(row.to_client, Reach::Server),
            );
            writeln!(f, "{name:48} {server:>13} {client:>13}")?;
        }
        Ok(())
    }
}
