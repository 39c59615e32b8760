//! `StartChatContact` and `StopContact` in JSON: nothing is started, and nothing ends.

use super::*;

#[tokio::test]
async fn a_chat_that_breaks_a_rule_is_not_started() {
    let bench = Bench::new().await;
    let details = r#""ParticipantDetails":{"DisplayName":"Ann"}"#;
    let flow = r#""InstanceId":"new","ContactFlowId":"f""#;
    let entries = |count: usize, name: &str| -> String {
        (0..count)
            .map(|index| format!(r#""{name}{index}":"","#))
            .collect::<String>()
            .trim_end_matches(',')
            .to_owned()
    };
    let cases: Vec<(String, Kind, String)> = vec![
        (
            "{}".to_owned(),
            INVALID,
            broken(&[
                ("/InstanceId", "not be null"),
                ("/ContactFlowId", "not be null"),
                ("/ParticipantDetails", "not be null"),
            ]),
        ),
        (
            format!("{{{flow},\"ParticipantDetails\":{{}}}}"),
            INVALID,
            broken(&[("/ParticipantDetails/DisplayName", "not be null")]),
        ),
        (
            format!(
                r#"{{"InstanceId":"","ContactFlowId":"{}","ParticipantDetails":{{"DisplayName":""}},"ChatDurationInMinutes":59,"CustomerId":"","ClientToken":"{0}"}}"#,
                "é".repeat(501)
            ),
            INVALID,
            broken(&[
                ("/InstanceId", "0: have length between 1 and 100, inclusive"),
                (
                    "/ContactFlowId",
                    "501: have length between 0 and 500, inclusive",
                ),
                (
                    "/ParticipantDetails/DisplayName",
                    "0: have length between 1 and 256, inclusive",
                ),
                (
                    "/ChatDurationInMinutes",
                    "be between 60 and 10080, inclusive",
                ),
                ("/CustomerId", "0: have length between 1 and 128, inclusive"),
                (
                    "/ClientToken",
                    "501: have length between 0 and 500, inclusive",
                ),
            ]),
        ),
        (
            format!(r#"{{{flow},{details},"Attributes":{{"a":null}}}}"#),
            MALFORMED,
            { "/Attributes/a: null is no element of this list or map".to_owned() },
        ),
        (
            format!(r#"{{{flow},{details},"Attributes":[{{"a":"b"}}]}}"#),
            MALFORMED,
            { "/Attributes: expected an object".to_owned() },
        ),
        (
            format!(r#"{{{flow},{details},"Attributes":{{"a/~b":5,"c":true}}}}"#),
            MALFORMED,
            several(&[
                "/Attributes/a~1~0b: expected a string".to_owned(),
                "/Attributes/c: expected a string".to_owned(),
            ]),
        ),
        (
            format!(
                r#"{{{flow},{details},"PersistentChat":{{"RehydrationType":"X","SourceContactId":"c"}}}}"#
            ),
            INVALID,
            {
                broken(&[(
                    "/PersistentChat/RehydrationType",
                    "satisfy enum value set: [ENTIRE_PAST_SESSION, FROM_SEGMENT]",
                )])
            },
        ),
        (
            format!(
                r#"{{{flow},{details},"Attributes":{{{}}}}}"#,
                entries(3, " ")
            ),
            INVALID,
            {
                broken(&[(
                    "/Attributes",
                    "have keys of letters, digits, dashes and underscores alone",
                )])
            },
        ),
        (
            format!(r#"{{{flow},{details},"ClientToken":"{}"#, "x".repeat(600)),
            MALFORMED,
            {
                let end = format!(r#"{{{flow},{details},"ClientToken":""#).len() + 600;
                format!("/ClientToken: {UNCLOSED} at byte {end}")
            },
        ),
    ];
    for (body, error, message) in cases {
        bench
            .refuse(
                &body,
                json("PUT", "/contact/chat", body.clone()),
                error,
                &message,
            )
            .await;
    }
    // The instance `new` was named in every case, and does not exist.
    let path = "/contacts/new/c";
    let request = Request::get(path).body(Body::empty()).unwrap();
    bench
        .refuse(path, request, NOT_FOUND, "instance \"new\" does not exist")
        .await;
}

const UNCLOSED: &str = "the string has no end";

#[tokio::test]
async fn a_contact_is_not_ended_by_a_call_that_is_wrong() {
    let bench = Bench::new().await;
    let cases: [(String, Kind, String); 4] = [
        (
            String::new(),
            INVALID,
            broken(&[
                ("/ContactId", "not be null"),
                ("/InstanceId", "not be null"),
            ]),
        ),
        (
            format!(r#"{{"ContactId":["{}"],"InstanceId":"i"}}"#, bench.chat),
            MALFORMED,
            { "/ContactId: expected a string".to_owned() },
        ),
        (
            format!(r#"{{"ContactId":"{}","InstanceId":"i"}} }}"#, bench.chat),
            MALFORMED,
            {
                format!(
                    "the body: text after the value at byte {}",
                    bench.chat.len() + 34
                )
            },
        ),
        (
            format!(r#"{{"ContactId":"{}","InstanceId":"j"}}"#, bench.chat),
            NOT_FOUND,
            { "instance \"j\" does not exist".to_owned() },
        ),
    ];
    for (body, error, message) in cases {
        bench
            .refuse(
                &body,
                json("POST", "/contact/stop", body.clone()),
                error,
                &message,
            )
            .await;
    }
}
