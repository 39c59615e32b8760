//! The crates of `models/violations.json`: whatever two faults a request has, both are in the answer, in the order in
//! which they stand in the request, and no handler runs.
//!
//! A fault is one of [`KINDS`] at one of the depths of [`PLACES`], or one of [`PARTS`] before the body. A value that is
//! wrong is told where it begins; a required member that is missing, where its structure begins.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

#[path = "violations/faults.rs"]
mod faults;
#[path = "violations/request.rs"]
mod request;
#[path = "violations/server.rs"]
mod server;

use faults::{KINDS, Kind, PARTS, PLACES, Part};
use request::{Faulty, Told};
use server::{Answer, Server};

/// The first hundred are told.
const LIMIT: usize = 100;

/// Where the first fault of a pair stands, by depth, and where the second one does. The ways of the two never are the
/// same, except at depth 0, but some share a part: a list, a map or the whole body.
const PAIRS: [[&str; 4]; 2] = [
    [
        "",
        "/child",
        "/children/0/byName/a",
        "/choice/faults/children/0/child",
    ],
    [
        "",
        "/byName/b",
        "/children/1/choice/faults",
        "/byName/c/child/children/0",
    ],
];

/// Asks, and compares what is told with what is wrong.
async fn check(server: &Server, faulty: Faulty) {
    let told = faulty.told();
    assert!(!told.is_empty());
    let answer = server.ask(faulty.request()).await;
    compare(&answer, &told, &faulty.body());
}

fn compare(answer: &Answer, told: &[Told], body: &str) {
    let unreadable = told.iter().any(|told| told.sentence.is_none());
    let (name, opening) = match (unreadable, told.len()) {
        (true, 1) => ("SerializationException", String::new()),
        (true, count) => (
            "SerializationException",
            format!("{count} errors detected. "),
        ),
        (false, 1) => (
            "ValidationException",
            "1 validation error detected. ".to_owned(),
        ),
        (false, count) => (
            "ValidationException",
            format!("{count} validation errors detected. "),
        ),
    };
    assert_eq!(answer.status, 400, "{body}");
    assert_eq!(answer.name, name, "{} {body}", answer.message);
    assert!(!answer.handled, "{body}");

    let sentences = answer.message.strip_prefix(&opening);
    let sentences: Vec<&str> = sentences.unwrap_or_default().split("; ").collect();
    let shown = &told[..told.len().min(LIMIT)];
    let more = told.len() - shown.len();
    assert_eq!(
        sentences.len(),
        shown.len() + usize::from(more > 0),
        "{} {body}",
        answer.message
    );
    for (told, sentence) in shown.iter().zip(&sentences) {
        assert!(
            told.is_in(sentence),
            "{told:?} expected, {sentence}: {body}"
        );
    }
    if more > 0 {
        assert_eq!(sentences.last(), Some(&format!("and {more} more").as_str()));
    }

    let fields = if unreadable { &[][..] } else { shown };
    let expected: Vec<(String, String)> = fields
        .iter()
        .map(|told| (told.path.clone(), told.sentence.clone().unwrap_or_default()))
        .collect();
    assert_eq!(answer.fields, expected, "{body}");
}

#[tokio::test]
async fn a_request_without_a_fault_is_handled() {
    let server = Server::new();
    let answer = server.ask(Faulty::default().request()).await;
    assert_eq!((answer.status, answer.handled), (200, true), "{answer:?}");
}

#[tokio::test]
async fn each_fault_is_told_at_each_place() {
    let server = Server::new();
    for kind in KINDS {
        for place in PLACES {
            check(&server, Faulty::default().with(kind, place)).await;
        }
    }
    for part in PARTS {
        check(&server, Faulty::default().with_part(part)).await;
    }
}

#[tokio::test]
async fn both_of_any_two_faults_in_a_body_are_told_in_their_order() {
    let server = Server::new();
    let mut pairs = 0;
    for first in KINDS {
        for second in KINDS {
            for one in PAIRS[0] {
                for other in PAIRS[1] {
                    // A structure has a member only once.
                    if first.member == second.member && one == other {
                        continue;
                    }
                    let faulty = Faulty::default().with(first, one).with(second, other);
                    check(&server, faulty).await;
                    pairs += 1;
                }
            }
        }
    }
    assert_eq!(pairs, KINDS.len() * KINDS.len() * 16 - same_member());
}

/// How many ordered pairs of kinds there are that break the same member.
fn same_member() -> usize {
    let same = |first: &&Kind| -> usize {
        KINDS
            .iter()
            .filter(|kind| kind.member == first.member)
            .count()
    };
    KINDS.iter().map(|first| same(&first)).sum()
}

#[tokio::test]
async fn both_of_any_two_faults_before_and_in_a_body_are_told_in_their_order() {
    let server = Server::new();
    for part in PARTS {
        for kind in KINDS {
            for place in PLACES {
                let faulty = Faulty::default().with(kind, place).with_part(part);
                check(&server, faulty).await;
            }
        }
        for other in PARTS.iter().filter(|other| other.name != part.name) {
            check(&server, Faulty::default().with_part(other).with_part(part)).await;
        }
    }
}

#[tokio::test]
async fn any_three_faults_are_told_in_their_order() {
    let server = Server::new();
    let mut random = Random(0x5eed_2026);
    let mut triples = 0;
    while triples < 3_000 {
        let mut taken = Vec::new();
        let mut faulty = Faulty::default();
        for _ in 0..3 {
            if random.below(4) == 0 {
                let part: &Part = &PARTS[random.below(PARTS.len())];
                taken.push((part.name, "part"));
                faulty = faulty.with_part(part);
            } else {
                let (kind, place) = (
                    &KINDS[random.below(KINDS.len())],
                    PLACES[random.below(PLACES.len())],
                );
                taken.push((kind.member, place));
                faulty = faulty.with(kind, place);
            }
        }
        taken.sort_unstable();
        taken.dedup();
        if taken.len() == 3 {
            check(&server, faulty).await;
            triples += 1;
        }
    }
}

#[tokio::test]
async fn of_all_faults_at_once_the_first_hundred_are_told_and_the_rest_counted() {
    let server = Server::new();
    for with_unreadable in [true, false] {
        let is_used = |readable: bool| readable || with_unreadable;
        let mut faulty = Faulty::default();
        let mut members = Vec::new();
        for part in PARTS.iter().filter(|part| is_used(part.is_readable())) {
            if !members.contains(&part.name) {
                members.push(part.name);
                faulty = faulty.with_part(part);
            }
        }
        members.clear();
        for kind in KINDS.iter().filter(|kind| is_used(kind.is_readable())) {
            if !members.contains(&kind.member) {
                members.push(kind.member);
                for place in PLACES {
                    faulty = faulty.with(kind, place);
                }
            }
        }
        assert!(faulty.told().len() > LIMIT);
        check(&server, faulty).await;
    }
}

#[tokio::test]
async fn of_a_thousand_faults_the_first_hundred_are_told() {
    let server = Server::new();
    let mut random = Random(7);
    let mut faulty = Faulty::default();
    for index in 0..1_000 {
        let kind = &KINDS[random.below(KINDS.len())];
        faulty = faulty.with(kind, &format!("/children/{index}"));
    }
    assert_eq!(faulty.told().len(), 1_000);
    check(&server, faulty).await;
}

/// The same numbers on every run.
struct Random(u64);

impl Random {
    /// A number below `end`, by a linear congruence of Knuth's.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}
