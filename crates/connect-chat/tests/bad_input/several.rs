//! Several faults at once, at different depths: all of them are in the answer, in the order of the document.

use super::*;

#[tokio::test]
async fn all_broken_constraints_are_told_from_the_path_to_the_last_entry() {
    let bench = Bench::new().await;
    let entries = concat!(
        r#"{"TimerValue":{"ParticipantTimerDurationInMinutes":481},"ParticipantRole":"SUPERVISOR"},"#,
        r#"{},"#,
        r#"{"ParticipantRole":"AGENT","TimerType":"X","TimerValue":{"ParticipantTimerAction":"Set"}},"#,
        r#"{"ParticipantRole":"AGENT","TimerType":"IDLE","TimerValue":{"ParticipantTimerDurationInMinutes":1}},"#,
        r#"{"ParticipantRole":null,"TimerType":"IDLE","TimerValue":{"ParticipantTimerDurationInMinutes":5}},"#,
        r#"{"ParticipantRole":"AGENT","TimerType":"IDLE","TimerValue":{"ParticipantTimerDurationInMinutes":5}},"#,
        r#"{"ParticipantRole":"AGENT","TimerType":"IDLE","TimerValue":{"ParticipantTimerDurationInMinutes":-5}}"#,
    );
    let at = |rest: &str| format!("{LIST}/{rest}");
    let range = "be between 2 and 480, inclusive";
    let message = broken(&[
        (
            "/InstanceId",
            "101: have length between 1 and 100, inclusive",
        ),
        (
            "/ContactId",
            "257: have length between 1 and 256, inclusive",
        ),
        (LIST, "7: have length between 1 and 6, inclusive"),
        (&at("0/TimerType"), "not be null"),
        (&at("0/TimerValue/ParticipantTimerDurationInMinutes"), range),
        (
            &at("0/ParticipantRole"),
            "satisfy enum value set: [CUSTOMER, AGENT]",
        ),
        (&at("1/ParticipantRole"), "not be null"),
        (&at("1/TimerType"), "not be null"),
        (&at("1/TimerValue"), "not be null"),
        (
            &at("2/TimerType"),
            "satisfy enum value set: [IDLE, DISCONNECT_NONCUSTOMER]",
        ),
        (
            &at("2/TimerValue/ParticipantTimerAction"),
            "satisfy enum value set: [Unset]",
        ),
        (&at("3/TimerValue/ParticipantTimerDurationInMinutes"), range),
        (&at("4/ParticipantRole"), "not be null"),
        (&at("6/TimerValue/ParticipantTimerDurationInMinutes"), range),
    ]);
    let path = timers_path(&"i".repeat(101), &"é".repeat(257).replace('é', "%C3%A9"));
    bench
        .refuse(
            "fourteen",
            json("PUT", &path, list(entries)),
            INVALID,
            &message,
        )
        .await;
}

#[tokio::test]
async fn what_cannot_be_parsed_does_not_hide_the_rest() {
    let bench = Bench::new().await;
    let entries = concat!(
        r#"{"ParticipantRole":"SUPERVISOR","TimerType":5,"TimerValue":{"ParticipantTimerDurationInMinutes":5.5}},"#,
        r#""x","#,
        r#"{"ParticipantRole":"AGENT","TimerType":"IDLE","TimerValue":{"Unset":true,"ParticipantTimerAction":"Unset"}},"#,
        r#"{"TimerType":"IDLE","TimerValue":{}}"#,
    );
    let at = |rest: &str| format!("{LIST}/{rest}");
    let message = several(&[
        "/InstanceId: must be UTF-8 when decoded".to_owned(),
        sentence("/ContactId", "0: have length between 1 and 256, inclusive"),
        sentence(
            &at("0/ParticipantRole"),
            "satisfy enum value set: [CUSTOMER, AGENT]",
        ),
        at("0/TimerType: expected a string"),
        at(
            "0/TimerValue/ParticipantTimerDurationInMinutes: the number is not an integer within the type's range",
        ),
        at("1: expected an object"),
        at("2/TimerValue: the union has no such member"),
        at("2/TimerValue: a union has one member, and here are more"),
        sentence(&at("3/ParticipantRole"), "not be null"),
        at("3/TimerValue: a union has one member, and here is none"),
    ]);
    bench
        .refuse(
            "ten",
            json("PUT", &timers_path("%E9", ""), list(entries)),
            MALFORMED,
            &message,
        )
        .await;
}

#[tokio::test]
async fn where_the_text_stops_being_json_the_search_ends() {
    let bench = Bench::new().await;
    let mut body = list(&format!("{},{GOOD}", GOOD.replace('7', "481")));
    body.insert(body.len() - 3, ';');
    let message = several(&[
        sentence("/InstanceId", "0: have length between 1 and 100, inclusive"),
        sentence(
            &format!("{LIST}/0/TimerValue/ParticipantTimerDurationInMinutes"),
            "be between 2 and 480, inclusive",
        ),
        format!(
            "/ChannelConfiguration/Chat: expected a comma or a closing brace at byte {}",
            body.len() - 4
        ),
    ]);
    bench
        .refuse(
            "three",
            json("PUT", &timers_path("", "c"), body),
            MALFORMED,
            &message,
        )
        .await;
}

#[tokio::test]
async fn what_is_wrong_with_the_request_is_told_before_what_it_names() {
    let bench = Bench::new().await;
    // Nothing of this exists, and the minutes are wrong: the caller has to mend the latter in any case.
    let path = timers_path("nowhere", "nobody");
    let wrong = broken(&[(
        &format!("{LIST}/0/TimerValue/ParticipantTimerDurationInMinutes"),
        "be between 2 and 480, inclusive",
    )]);
    bench
        .refuse(
            "minutes",
            json("PUT", &path, list(&GOOD.replace('7', "1"))),
            INVALID,
            &wrong,
        )
        .await;
    let message = "instance \"nowhere\" does not exist";
    bench
        .refuse("good", json("PUT", &path, list(GOOD)), NOT_FOUND, message)
        .await;
    let twice = broken(&[(
        &format!("{LIST}/1"),
        "have a pair of ParticipantRole and TimerType that no other entry has; entry 0 has it too",
    )]);
    let path = timers_path("i", "nobody");
    bench
        .refuse(
            "twice",
            json("PUT", &path, list(&[GOOD; 2].join(","))),
            INVALID,
            &twice,
        )
        .await;
}
