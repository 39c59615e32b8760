//! Round trips: an input, what must become of it on both sides, and an answer.

use super::edits::{self, Edit};
use super::json::Json;
use super::model::{Id, Model, Operation};
use super::random::Random;
use super::rules::{Head, Members, Rules};
use super::sizes;
use super::unsendable;
use super::value::Value;
use super::values::Values;
use super::violations::Violation;

/// How many trips each operation makes.
const TRIPS: usize = 24;

/// How many attempts a trip without a broken constraint gets; what is left then is a trip with some.
const ATTEMPTS: usize = 8;

/// One call of an operation.
#[derive(Clone, Debug)]
pub(crate) struct Trip {
    /// The index of the operation in its model.
    pub(crate) operation: usize,
    /// What the client is called with.
    pub(crate) input: Members,
    /// What the request's head must say.
    pub(crate) head: Head,
    /// What is changed in the body of the request on its way.
    pub(crate) edits: Vec<Edit>,
    /// What the handler must be called with; or what it must not be called for.
    pub(crate) heard: Result<Members, Vec<Violation>>,
    /// Whether the client must refuse to send it.
    pub(crate) is_unsendable: bool,
    /// The error that the handler answers with, if it is not the output.
    pub(crate) error: Option<Id>,
    /// The members of what the handler answers with.
    pub(crate) answer: Members,
    /// What the client must get of it.
    pub(crate) outcome: Members,
}

/// The trips of all operations of a model.
pub(crate) fn of_model(model: &Model, random: &mut Random) -> Vec<Trip> {
    let mut trips = Vec::new();
    for index in 0..model.operations.len() {
        for number in 0..TRIPS {
            // Of ten trips, four break something, two are changed on their way.
            let (broken, is_edited) = match number % 10 {
                0..4 => (0, false),
                4..6 => (0, true),
                6 | 7 => (12, false),
                _ => (40, false),
            };
            trips.push(trip(model, index, broken, is_edited, random));
        }
        let mut trip = trip(model, index, 0, false, random);
        if unsendable::make(model, &mut trip, random) {
            trips.push(trip);
        }
    }
    trips
}

fn trip(model: &Model, index: usize, broken: u32, is_edited: bool, random: &mut Random) -> Trip {
    let operation = &model.operations[index];
    let mut attempt = || {
        let input = members(Values::breaking(model, random, broken).message(operation.input));
        let heard = heard(model, operation, &input, &mut Vec::new(), None);
        (input, heard)
    };
    let mut found = attempt();
    for _ in 0..ATTEMPTS {
        if broken > 0 || found.1.is_ok() {
            break;
        }
        found = attempt();
    }
    let (mut input, mut heard_as) = found;
    if operation.is_compressed
        && !is_edited
        && random.chance(40)
        && sizes::swell(model, operation, &mut input, random)
    {
        heard_as = heard(model, operation, &input, &mut Vec::new(), None);
    }
    let head = Head::of(
        model,
        operation,
        &Rules::input(model, operation).sent(&input),
    );
    let mut edits = Vec::new();
    // What is compressed cannot be changed on its way.
    if is_edited && heard_as.is_ok() && head.is_compressed == Some(false) {
        heard_as = heard(model, operation, &input, &mut edits, Some(random));
    }
    let error = if random.chance(30) {
        operation.errors.get(random.below(3)).copied()
    } else {
        None
    };
    let id = error.unwrap_or(operation.output);
    // A client takes whatever its server sends, because a bound may have been loosened since.
    let broken = random.pick(&[0, 0, 20]);
    let mut answer = members(Values::breaking(model, random, broken).message(id));
    let status = match answer.get_mut("status") {
        Some(status)
            if error.is_none() && model.shapes[id].members.iter().any(edits::is_status) =>
        {
            let code = random.pick(&[200, 201, 203, 250, 299]);
            *status = Value::number(code);
            code
        }
        _ => operation.status,
    };
    let rules = Rules::answer(model, id, status);
    let outcome = rules.received(rules.arrived(rules.sent(&answer)));
    Trip {
        operation: index,
        head,
        input,
        edits,
        heard: heard_as,
        is_unsendable: false,
        error,
        answer,
        outcome,
    }
}

/// What a handler must be called with; with a source of choices, the message is changed on its way.
fn heard(
    model: &Model,
    operation: &Operation,
    input: &Members,
    edits: &mut Vec<Edit>,
    random: Option<&mut Random>,
) -> Result<Members, Vec<Violation>> {
    let rules = Rules::input(model, operation);
    let mut sent = rules.sent(input);
    if let Some(random) = random {
        *edits = edits::some(model, rules.shape, &mut sent, random);
    }
    let arrived = rules.arrived(sent);
    let violations = rules.violations(&arrived);
    if violations.is_empty() {
        Ok(rules.received(arrived))
    } else {
        Err(violations)
    }
}

fn members(value: Value) -> Members {
    match value {
        Value::Structure(set) => set,
        _ => Members::new(),
    }
}

impl Trip {
    /// The same with an expectation that is wrong: what the handler gets, what it must not be called for, what the
    /// client gets, or what the request's head says.
    pub(crate) fn broken(&self, index: usize) -> Self {
        let mut broken = self.clone();
        let wrong = |members: &mut Members| {
            // Another value, one that is missing, or one too many.
            let some = members.keys().nth(index % members.len().max(1)).cloned();
            match (some, index % 3) {
                (Some(name), 0) => _ = members.insert(name, Value::Text("made wrong".to_owned())),
                (Some(name), 1) => _ = members.remove(&name),
                _ => _ = members.insert("made wrong".to_owned(), Value::Boolean(true)),
            }
        };
        match &mut broken.heard {
            _ if self.is_unsendable => broken.is_unsendable = false,
            _ if index % 5 == 4 => broken.head = self.head.broken(index / 5),
            Ok(_) if index.is_multiple_of(2) => wrong(&mut broken.outcome),
            Ok(members) => wrong(members),
            Err(violations) => match index % 3 {
                0 if violations.len() > 1 => _ = violations.pop(),
                1 => violations.extend(violations.first().cloned()),
                _ => violations[0].path.push('x'),
            },
        }
        broken
    }

    /// The trip as the runner reads it.
    pub(crate) fn json(&self, model: &Model) -> Json {
        let operation = &model.operations[self.operation];
        let name = |name: &str| Json::Text(format!("{}{name}", model.prefix));
        let whole = |members: &Members| Value::Structure(members.clone());
        let mut json = vec![
            ("operation", name(&operation.name)),
            ("input", whole(&self.input).params()),
            ("head", self.head.json()),
            (
                "edits",
                Json::Array(self.edits.iter().map(Edit::json).collect()),
            ),
        ];
        match &self.heard {
            Ok(members) => json.push(("heard", whole(members).shown())),
            Err(violations) => {
                let violations = violations.iter().map(|one| {
                    let (path, message) = (Json::text(&one.path), Json::text(&one.message));
                    Json::object([("path", path), ("message", message)])
                });
                json.push(("violations", Json::Array(violations.collect())));
            }
        }
        if self.is_unsendable {
            json.push(("unsendable", Json::raw(true)));
        }
        if let Some(error) = self.error {
            json.push(("error", name(&model.shapes[error].name)));
        }
        json.push(("answer", whole(&self.answer).params()));
        json.push(("outcome", whole(&self.outcome).shown()));
        Json::object(json)
    }
}
