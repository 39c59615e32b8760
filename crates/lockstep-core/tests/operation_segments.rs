//! The segments of an operation's path, as they stand in its `uri`.

use lockstep_core::operation::OperationSpec;
use lockstep_core::operation::Segment::{self, Greedy, Label, Literal};

fn segments(uri: &'static str) -> Vec<Segment> {
    let spec = OperationSpec {
        uri,
        ..OperationSpec::PLAIN
    };
    spec.segments().collect()
}

#[test]
fn a_uri_is_split_into_literals_labels_and_greedy_labels() {
    for (uri, expected) in [
        ("/", &[][..]),
        ("/boxes", &[Literal("boxes")]),
        (
            "/boxes/{Name}/{Key+}",
            &[Literal("boxes"), Label("Name"), Greedy("Key")],
        ),
        (
            "/tree/{Path+}/raw",
            &[Literal("tree"), Greedy("Path"), Literal("raw")],
        ),
        ("/{a}/{b}", &[Label("a"), Label("b")]),
        // A slash at the end, or two in a row, enclose a segment that is empty.
        ("/plans/", &[Literal("plans"), Literal("")]),
        ("/{a}/", &[Label("a"), Literal("")]),
        ("/a//b", &[Literal("a"), Literal(""), Literal("b")]),
        // What is not enclosed in braces is a literal as it stands.
        (
            "/a%20b/c:d/e+",
            &[Literal("a%20b"), Literal("c:d"), Literal("e+")],
        ),
    ] {
        assert_eq!(segments(uri), expected, "{uri}");
    }
}

#[test]
fn segments_can_be_taken_from_the_end() {
    let spec = OperationSpec {
        uri: "/a/{b+}/c",
        ..OperationSpec::PLAIN
    };
    let backwards: Vec<Segment> = spec.segments().rev().collect();
    assert_eq!(backwards, [Literal("c"), Greedy("b"), Literal("a")]);
    assert_eq!(OperationSpec::PLAIN.segments().count(), 0);
}
