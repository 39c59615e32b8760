//! What must become of each captured request: a table by the name of its file.

pub(crate) const INSTANCE: &str = "11111111-1111-1111-1111-111111111111";
pub(crate) const CONTACT: &str = "22222222-2222-2222-2222-222222222222";
pub(crate) const LIST: &str = "/ChannelConfiguration/Chat/ParticipantTimerConfigList";

/// What must become of a request.
pub(crate) enum Outcome {
    /// The store is asked to change the timers of this contact as the body says, and the answer is empty.
    Updated(&'static str, &'static str),
    /// The store is asked nothing, and the answer is this error.
    Refused(u16, &'static str, String),
    /// One of the other operations.
    Started,
    Described,
    Stopped,
}

/// The file's name without the client.
fn case(name: &str) -> &str {
    name.split_once('_')
        .unwrap()
        .1
        .strip_suffix(".http")
        .unwrap()
}

/// What becomes of a request where nobody asks who sent it.
pub(crate) fn outcome(name: &str) -> Outcome {
    use Outcome::{Described, Refused, Started, Stopped, Updated};
    let one = |path: &str, rule: &str| {
        let message = format!("1 validation error detected. {}", sentence(path, rule));
        Refused(400, "InvalidParameterException", message)
    };
    let malformed =
        |path: &str, what: &str| Refused(400, "InvalidRequestException", format!("{path}: {what}"));
    let value = format!("{LIST}/0/TimerValue");
    let duration = format!("{value}/ParticipantTimerDurationInMinutes");
    let role = sentence(
        &format!("{LIST}/0/ParticipantRole"),
        "must satisfy enum value set: [CUSTOMER, AGENT]",
    );
    let kind = sentence(
        &format!("{LIST}/0/TimerType"),
        "must satisfy enum value set: [IDLE, DISCONNECT_NONCUSTOMER]",
    );
    let not_found = |name: &str| {
        Refused(
            404,
            "ResourceNotFoundException",
            format!("instance {name:?} does not exist"),
        )
    };
    let none = "a union has one member, and here is none";
    match case(name) {
        "badenum" if name.starts_with("awscli_") => Refused(
            400,
            "InvalidParameterException",
            format!("1 validation error detected. {role}"),
        ),
        "badenum" => Refused(
            400,
            "InvalidParameterException",
            format!("2 validation errors detected. {role}; {kind}"),
        ),
        "dup" => one(
            &format!("{LIST}/1"),
            "must have a pair of ParticipantRole and TimerType that no other entry has; entry 0 has it too",
        ),
        "seven" => one(LIST, "7: must have length between 1 and 6, inclusive"),
        "list_empty" => one(LIST, "0: must have length between 1 and 6, inclusive"),
        "dur1" | "dur481" => one(&duration, "must be between 2 and 480, inclusive"),
        "dur_float" => malformed(
            &duration,
            "the number is not an integer within the type's range",
        ),
        "dur_string" => malformed(&duration, "expected a number"),
        "timer_union_both" => malformed(&value, "a union has one member, and here are more"),
        "union_none" | "union_unknown" => malformed("/ChannelConfiguration", none),
        "union_$unknown" => malformed("/ChannelConfiguration", "the union has no such member"),
        "chan_undefined" => one("/ChannelConfiguration", "must not be null"),
        "missing_required" => {
            let missing = [format!("{LIST}/0/TimerType"), value]
                .map(|path| sentence(&path, "must not be null"));
            Refused(
                400,
                "InvalidParameterException",
                format!("2 validation errors detected. {}", missing.join("; ")),
            )
        }
        "id_empty_instance" => one(
            "/InstanceId",
            "0: must have length between 1 and 100, inclusive",
        ),
        "id_empty_contact" => one(
            "/ContactId",
            "0: must have length between 1 and 256, inclusive",
        ),
        // No instance can have such a name, because no client could reach it under its ARN or its path.
        "id_dot" => not_found(".."),
        "id_slash" => not_found("a/b"),
        "id_colonarn" => Updated("abc", "c"),
        "id_percent" => Updated("a%2Fb", "c%20d"),
        "id_plus" => Updated("a+b", "c+d"),
        "id_reserved" => Updated("a!*'()~-_.", "x@$&,;=:#?"),
        "id_space" => Updated("a b", "c d"),
        "id_unicode" if name.starts_with("awscli_") => Updated("é", "日本 +"),
        "id_unicode" => Updated("é", "日本"),
        "op_StartChatContact" => Started,
        "op_DescribeContact" => Described,
        "op_StopContact" => Stopped,
        // A member that the client does not know was left out by the client itself.
        "basic" | "shorthand" | "envurl" | "envurl_connect" | "nosign" | "union_extra" => {
            Updated(INSTANCE, CONTACT)
        }
        other if other.starts_with("err") || other.starts_with("resp_") => {
            Updated(INSTANCE, CONTACT)
        }
        other => panic!("{other} is not in the table"),
    }
}

/// What becomes of a signed request where signatures are verified.
///
/// Of a path with dots, botocore and the JavaScript SDK sign what is left without them, which is good for other paths too;
/// the Go SDK signs it as it sends it.
pub(crate) fn outcome_if_verified(name: &str) -> Outcome {
    match case(name) {
        "id_dot" if !name.starts_with("go_") => Outcome::Refused(
            400,
            "InvalidRequestException",
            "The path has an empty, `.` or `..` segment, which the signature does not cover."
                .to_owned(),
        ),
        _ => outcome(name),
    }
}

/// One broken constraint. A rule about a length begins with the length that was found.
fn sentence(path: &str, rule: &str) -> String {
    let (length, rule) = match rule.split_once(": ") {
        Some((length, rule)) if length.parse::<usize>().is_ok() => {
            (format!(" with length {length}"), rule)
        }
        _ => (String::new(), rule),
    };
    format!("Value{length} at '{path}' failed to satisfy constraint: Member {rule}")
}
