//! Unions, enums and lists of `UpdateParticipantRoleConfig` in JSON that is good in itself.

use super::*;

const ROLES: &str = "satisfy enum value set: [CUSTOMER, AGENT]";
const TYPES: &str = "satisfy enum value set: [IDLE, DISCONNECT_NONCUSTOMER]";
const NONE: &str = "a union has one member, and here is none";
const MORE: &str = "a union has one member, and here are more";
const UNKNOWN: &str = "the union has no such member";

async fn refuse_all(cases: &[(&str, Kind, String)]) {
    let bench = Bench::new().await;
    for (body, error, message) in cases {
        bench
            .refuse(body, bench.update((*body).to_owned()), *error, message)
            .await;
    }
}

#[tokio::test]
async fn the_channel_is_exactly_one_that_is_known() {
    let at = "/ChannelConfiguration";
    let chat = format!("{at}/Chat");
    let good = list(GOOD);
    let inner = &good[r#"{"ChannelConfiguration":{"#.len()..good.len() - 2];
    let twice = format!(r#"{{"ChannelConfiguration":{{{inner},{inner}}}}}"#);
    let with_voice = format!(r#"{{"ChannelConfiguration":{{"Voice":{{}},{inner}}}}}"#);
    refuse_all(&[
        (
            r#"{"ChannelConfiguration":{}}"#,
            MALFORMED,
            format!("{at}: {NONE}"),
        ),
        (
            r#"{"ChannelConfiguration":{"Chat":null}}"#,
            MALFORMED,
            format!("{at}: {NONE}"),
        ),
        (
            r#"{"ChannelConfiguration":{"__type":"Chat"}}"#,
            MALFORMED,
            format!("{at}: {NONE}"),
        ),
        (
            r#"{"ChannelConfiguration":{"Voice":{"a":1}}}"#,
            MALFORMED,
            format!("{at}: {UNKNOWN}"),
        ),
        (
            r#"{"ChannelConfiguration":{"chat":{}}}"#,
            MALFORMED,
            format!("{at}: {UNKNOWN}"),
        ),
        (&twice, MALFORMED, format!("{at}: {MORE}")),
        (
            &with_voice,
            MALFORMED,
            several(&[format!("{at}: {UNKNOWN}"), format!("{at}: {MORE}")]),
        ),
        (
            r#"{"ChannelConfiguration":"Chat"}"#,
            MALFORMED,
            format!("{at}: expected an object"),
        ),
        (
            r#"{"ChannelConfiguration":["Chat"]}"#,
            MALFORMED,
            format!("{at}: expected an object"),
        ),
        (
            r#"{"ChannelConfiguration":{"Chat":[]}}"#,
            MALFORMED,
            format!("{chat}: expected an object"),
        ),
        (
            r#"{"ChannelConfiguration":{"Chat":true}}"#,
            MALFORMED,
            format!("{chat}: expected an object"),
        ),
        (
            r#"{"ChannelConfiguration":{"Chat":{}}}"#,
            INVALID,
            broken(&[(LIST, "not be null")]),
        ),
        (
            r#"{"ChannelConfiguration":{"Chat":{"ParticipantTimerConfigList":null}}}"#,
            INVALID,
            broken(&[(LIST, "not be null")]),
        ),
        (
            r#"{"ChannelConfiguration":{"Chat":{"ParticipantTimerConfigList":{}}}}"#,
            MALFORMED,
            format!("{LIST}: expected an array"),
        ),
    ])
    .await;
}

#[tokio::test]
async fn the_value_of_a_timer_is_exactly_one() {
    let at = format!("{LIST}/0/TimerValue");
    let value = |value: &str| {
        let (before, _) = GOOD
            .split_once(r#"{"ParticipantTimerDurationInMinutes""#)
            .unwrap();
        list(&format!("{before}{value}}}"))
    };
    let action = format!("{at}/ParticipantTimerAction");
    let not_unset = broken(&[(&action, "satisfy enum value set: [Unset]")]);
    let cases = [
        (
            r#"{"ParticipantTimerAction":"Unset","ParticipantTimerDurationInMinutes":5}"#,
            MALFORMED,
            format!("{at}: {MORE}"),
        ),
        (
            r#"{"ParticipantTimerDurationInMinutes":5,"ParticipantTimerDurationInMinutes":5}"#,
            MALFORMED,
            format!("{at}: {MORE}"),
        ),
        ("{}", MALFORMED, format!("{at}: {NONE}")),
        (
            r#"{"ParticipantTimerAction":null}"#,
            MALFORMED,
            format!("{at}: {NONE}"),
        ),
        (
            r#"{"ParticipantTimerDurationInSeconds":300}"#,
            MALFORMED,
            format!("{at}: {UNKNOWN}"),
        ),
        ("5", MALFORMED, format!("{at}: expected an object")),
        (r#""Unset""#, MALFORMED, format!("{at}: expected an object")),
        ("null", INVALID, broken(&[(&at, "not be null")])),
        (
            r#"{"ParticipantTimerAction":"unset"}"#,
            INVALID,
            not_unset.clone(),
        ),
        (r#"{"ParticipantTimerAction":""}"#, INVALID, not_unset),
        (
            r#"{"ParticipantTimerAction":true}"#,
            MALFORMED,
            format!("{action}: expected a string"),
        ),
    ]
    .map(|(text, error, message)| (value(text), error, message));
    refuse_all(
        &cases
            .each_ref()
            .map(|(body, error, message)| (body.as_str(), *error, message.clone())),
    )
    .await;
}

#[tokio::test]
async fn the_role_and_the_type_are_known_ones() {
    let (role, kind) = (
        format!("{LIST}/0/ParticipantRole"),
        format!("{LIST}/0/TimerType"),
    );
    let entry =
        |role: &str, kind: &str| list(&GOOD.replace(r#""AGENT""#, role).replace(r#""IDLE""#, kind));
    let cases = [
        (
            entry(r#""SUPERVISOR""#, r#""IDLE""#),
            INVALID,
            broken(&[(&role, ROLES)]),
        ),
        (
            entry(r#""customer""#, r#""IDLE""#),
            INVALID,
            broken(&[(&role, ROLES)]),
        ),
        (
            entry(r#""""#, r#""idle""#),
            INVALID,
            broken(&[(&role, ROLES), (&kind, TYPES)]),
        ),
        (
            entry("null", r#""IDLE""#),
            INVALID,
            broken(&[(&role, "not be null")]),
        ),
        (
            entry("0", r#""IDLE""#),
            MALFORMED,
            format!("{role}: expected a string"),
        ),
        (
            entry(r#"["AGENT"]"#, "{}"),
            MALFORMED,
            several(&[
                format!("{role}: expected a string"),
                format!("{kind}: expected a string"),
            ]),
        ),
        (
            list(r#"{"ParticipantRole":"CUSTOMER"}"#),
            INVALID,
            broken(&[
                (&kind, "not be null"),
                (&format!("{LIST}/0/TimerValue"), "not be null"),
            ]),
        ),
    ];
    refuse_all(
        &cases
            .each_ref()
            .map(|(body, error, message)| (body.as_str(), *error, message.clone())),
    )
    .await;
}

#[tokio::test]
async fn the_list_has_one_to_six_entries_and_each_is_one() {
    let entry = |index: usize| format!("{LIST}/{index}");
    let length = |found: usize| {
        broken(&[(
            LIST,
            &format!("{found}: have length between 1 and 6, inclusive"),
        )])
    };
    let twice =
        "have a pair of ParticipantRole and TimerType that no other entry has; entry 0 has it too";
    let cases = [
        (list(""), INVALID, length(0)),
        (list(&[GOOD; 7].join(",")), INVALID, length(7)),
        (
            list(&[GOOD; 2].join(",")),
            INVALID,
            broken(&[(&entry(1), twice)]),
        ),
        (
            list(&[GOOD; 3].join(",")),
            INVALID,
            broken(&[(&entry(1), twice), (&entry(2), twice)]),
        ),
        (
            list(&format!("{GOOD},{}", GOOD.replace('7', "8"))),
            INVALID,
            broken(&[(&entry(1), twice)]),
        ),
        (
            list("null"),
            MALFORMED,
            format!("{}: null is no element of this list or map", entry(0)),
        ),
        (
            list(&format!("{GOOD},\"x\",{GOOD}")),
            MALFORMED,
            format!("{}: expected an object", entry(1)),
        ),
        (
            list("[]"),
            MALFORMED,
            format!("{}: expected an object", entry(0)),
        ),
    ];
    refuse_all(
        &cases
            .each_ref()
            .map(|(body, error, message)| (body.as_str(), *error, message.clone())),
    )
    .await;
}

#[tokio::test]
async fn what_only_looks_odd_is_taken() {
    let bench = Bench::new().await;
    let good = list(GOOD);
    let inner = &good[1..good.len() - 1];
    let escaped = good
        .replace("Chat", "\\u0043hat")
        .replace("AGENT", "\\u0041GENT");
    let bodies = [
        // What nobody knows, the type that some clients add, and null beside the one member of a union.
        good.replace(
            "\"Chat\":{",
            r#""__type":"x","Voice":null,"Chat":{"__type":{},"Unknown":[1,{"a":null}],"#,
        ),
        good.replace(
            r#"{"ParticipantTimerDuration"#,
            r#"{"ParticipantTimerAction":null,"ParticipantTimerDuration"#,
        ),
        // Of a name that comes twice in a structure the last counts, and null takes nothing back.
        format!(
            r#"{{"ChannelConfiguration":{{"Chat":{{"ParticipantTimerConfigList":[]}}}},{inner}}}"#
        )
        .replace("[]", &format!("[{}]", GOOD.replace('7', "8"))),
        format!(r#"{{{inner},"ChannelConfiguration":null}}"#),
        escaped,
        format!("\r\n\t {good} \n"),
    ];
    for body in bodies {
        let timers = bench.take(&body).await;
        let mut minutes: Vec<u16> = timers.iter().map(|(_, minutes)| minutes.get()).collect();
        minutes.sort_unstable();
        assert_eq!(minutes, [7, 9, 9, 9], "{body}");
    }
}
