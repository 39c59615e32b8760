//! Bodies that are not the JSON object that is wanted.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::*;

/// Where a text that is nested too deep is cut: at its 129th object or array.
fn too_deep(path: &str, levels: usize, byte: usize) -> String {
    format!(
        "{path}{}: nested more than 128 deep at byte {byte}",
        "/0".repeat(levels)
    )
}

fn cases() -> Vec<(&'static str, Vec<u8>, Kind, String)> {
    let good = list(GOOD);
    let missing = broken(&[("/ChannelConfiguration", "not be null")]);
    let no_object = "the body: expected an object".to_owned();
    let at = |byte: usize, what: &str| format!("the body: {what} at byte {byte}");
    let deep = |before: &str| format!("{before}{}", "[".repeat(10_000)).into_bytes();
    let known = r#"{"ChannelConfiguration":{"Chat":"#;
    let in_list = r#"{"ChannelConfiguration":{"Chat":{"ParticipantTimerConfigList":"#;
    let nested_union = format!(
        "{}{}",
        r#"{"ChannelConfiguration":"#.repeat(10_000),
        "}".repeat(10_000)
    );
    vec![
        ("no body", Vec::new(), INVALID, missing.clone()),
        ("{}", b"{}".into(), INVALID, missing.clone()),
        (
            "only members that nobody knows",
            br#"{"channelConfiguration":{},"__type":"x"}"#.into(),
            INVALID,
            missing.clone(),
        ),
        (
            "the member is null",
            br#"{"ChannelConfiguration":null}"#.into(),
            INVALID,
            missing,
        ),
        ("null", b"null".into(), MALFORMED, no_object.clone()),
        (
            "an array",
            format!("[{good}]").into(),
            MALFORMED,
            no_object.clone(),
        ),
        (
            "a string",
            format!("{good:?}").into(),
            MALFORMED,
            no_object.clone(),
        ),
        ("a number", b"5".into(), MALFORMED, no_object),
        (
            "a blank",
            b" ".into(),
            MALFORMED,
            at(1, "expected an object"),
        ),
        (
            "text",
            b"hello".into(),
            MALFORMED,
            at(0, "expected an object"),
        ),
        (
            "XML",
            b"<a/>".into(),
            MALFORMED,
            at(0, "expected an object"),
        ),
        (
            "a form",
            b"ChannelConfiguration=x".into(),
            MALFORMED,
            at(0, "expected an object"),
        ),
        (
            "a byte order mark",
            format!("\u{feff}{good}").into(),
            MALFORMED,
            at(0, "expected an object"),
        ),
        (
            "UTF-16",
            vec![0xff, 0xfe, b'{', 0, b'}', 0],
            MALFORMED,
            at(0, "the text is not UTF-8"),
        ),
        (
            "a NUL",
            b"\0".into(),
            MALFORMED,
            at(0, "expected an object"),
        ),
        (
            "invalid UTF-8",
            b"{\"x\":\"a\xff\"}".into(),
            MALFORMED,
            "/x: the text is not UTF-8 at byte 7".to_owned(),
        ),
        (
            "a surrogate in UTF-8",
            b"{\"ChannelConfiguration\":\"\xed\xa0\x80\"}".into(),
            MALFORMED,
            "/ChannelConfiguration: the text is not UTF-8 at byte 25".to_owned(),
        ),
        (
            "cut off at once",
            b"{".into(),
            MALFORMED,
            at(1, "expected a member's name in quotes"),
        ),
        (
            "a name without quotes",
            b"{a:1}".into(),
            MALFORMED,
            at(1, "expected a member's name in quotes"),
        ),
        (
            "a name in single quotes",
            b"{'a':1}".into(),
            MALFORMED,
            at(1, "expected a member's name in quotes"),
        ),
        (
            "a comma at the end",
            br#"{"a":1,}"#.into(),
            MALFORMED,
            at(7, "expected a member's name in quotes"),
        ),
        (
            "a comment",
            br#"{/**/}"#.into(),
            MALFORMED,
            at(1, "expected a member's name in quotes"),
        ),
        (
            "no colon",
            br#"{"a" 1}"#.into(),
            MALFORMED,
            at(5, "expected a colon"),
        ),
        (
            "NaN",
            br#"{"a":NaN}"#.into(),
            MALFORMED,
            "/a: expected a value at byte 5".to_owned(),
        ),
        (
            "a zero in front",
            br#"{"a":01}"#.into(),
            MALFORMED,
            "/a: expected a number at byte 5".to_owned(),
        ),
        (
            "cut off within",
            good[..good.len() - 3].into(),
            MALFORMED,
            {
                let end = good.len() - 3;
                format!(
                    "/ChannelConfiguration/Chat: expected a comma or a closing brace at byte {end}"
                )
            },
        ),
        (
            "text behind",
            format!("{good}x").into(),
            MALFORMED,
            at(good.len(), "text after the value"),
        ),
        (
            "a brace behind",
            format!("{good}\n }}").into(),
            MALFORMED,
            at(good.len() + 2, "text after the value"),
        ),
        (
            "two bodies",
            format!("{good}{good}").into(),
            MALFORMED,
            at(good.len(), "text after the value"),
        ),
        (
            "arrays in an unknown member",
            deep(r#"{"x":"#),
            MALFORMED,
            too_deep("/x", 127, 5 + 127),
        ),
        (
            "arrays, closed",
            { format!(r#"{{"x":{}{}}}"#, "[".repeat(10_000), "]".repeat(10_000)).into() },
            MALFORMED,
            too_deep("/x", 127, 5 + 127),
        ),
        ("arrays for the union's member", deep(known), MALFORMED, {
            too_deep("/ChannelConfiguration/Chat", 126, known.len() + 126)
        }),
        (
            "arrays for the list",
            deep(in_list),
            MALFORMED,
            too_deep(LIST, 125, in_list.len() + 125),
        ),
        ("unions in unions", nested_union.into(), MALFORMED, {
            // The outer one has a member that the union does not know; it is skipped, and is too deep.
            let path = "/ChannelConfiguration".repeat(128);
            format!("{path}: nested more than 128 deep at byte {}", 24 * 128)
        }),
    ]
}

#[tokio::test]
async fn every_body_that_is_no_request_is_a_modeled_error() {
    let bench = Bench::new().await;
    for (case, body, error, message) in cases() {
        bench
            .refuse(case, bench.update(body), error, &message)
            .await;
    }
}

/// The longest body that is read.
const MOST: usize = 2 * 1024 * 1024;

#[tokio::test]
async fn a_body_is_too_long_by_one_byte() {
    let bench = Bench::new().await;
    let too_long = (413, "RequestEntityTooLargeException");
    let message = "The body is longer than 2097152 bytes.";
    for length in [MOST + 1, 10 * 1024 * 1024] {
        let mut body = list(GOOD);
        body.push_str(&" ".repeat(length - body.len()));
        bench
            .refuse(
                "a declared length",
                bench.update(body.clone()),
                too_long,
                message,
            )
            .await;
        // Without a declared length, as chunks come.
        let pieces = Body::new(Pieces(body.into()));
        bench
            .refuse("pieces", bench.update(pieces), too_long, message)
            .await;
    }
    let mut body = list(GOOD);
    body.push_str(&" ".repeat(MOST - body.len()));
    assert_eq!(bench.take(&body).await.iter().count(), 4);
}

#[tokio::test]
async fn a_list_of_megabytes_is_answered_with_its_first_hundred_faults() {
    let bench = Bench::new().await;
    let entries = vec!["{}"; 500_000].join(",");
    let answer = bench.send_in_vain("{}", bench.update(list(&entries))).await;
    let said: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    let message = said["Message"].as_str().unwrap();
    assert_eq!(
        answer.header("x-amzn-errortype"),
        "InvalidParameterException"
    );
    let first = "1500001 validation errors detected. Value with length 500000 at '";
    assert!(message.starts_with(first), "{}", &message[..200]);
    assert!(
        message.ends_with("; and 1499901 more"),
        "{}",
        &message[message.len() - 200..]
    );
}

/// A body in pieces of 64 KiB, whose length is not declared.
struct Pieces(bytes::Bytes);

impl http_body::Body for Pieces {
    type Data = bytes::Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<bytes::Bytes>, Infallible>>> {
        let length = self.0.len().min(64 * 1024);
        let piece = self.0.split_to(length);
        Poll::Ready((!piece.is_empty()).then(|| Ok(http_body::Frame::data(piece))))
    }
}
