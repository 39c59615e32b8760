//! Labels: what stands in the path for the instance and the contact.

use super::*;

fn length(path: &str, found: usize) -> String {
    let most = if path == "/InstanceId" { 100 } else { 256 };
    let rule = format!("{found}: have length between 1 and {most}, inclusive");
    sentence(path, &rule)
}

fn one(sentence: &str) -> String {
    format!("1 validation error detected. {sentence}")
}

fn two(first: &str, second: &str) -> String {
    format!("2 validation errors detected. {first}; {second}")
}

fn no_instance(name: &str) -> String {
    format!("instance {name:?} does not exist")
}

fn no_contact(name: &str) -> String {
    format!("contact {name:?} does not exist in this instance")
}

/// The labels as they stand in the path, and the answer. `C` as a contact is the one that exists.
fn cases() -> Vec<(String, String, Kind, String)> {
    let (i, c) = ("/InstanceId", "/ContactId");
    let digits = "must have two hexadecimal digits after each '%'";
    let utf8 = "must be UTF-8 when decoded";
    let mut cases = Vec::new();
    let mut case = |instance: &str, contact: &str, error, message: String| {
        cases.push((instance.to_owned(), contact.to_owned(), error, message));
    };
    case("", "C", INVALID, one(&length(i, 0)));
    case("i", "", INVALID, one(&length(c, 0)));
    case("", "", INVALID, two(&length(i, 0), &length(c, 0)));
    case(".", "C", NOT_FOUND, no_instance("."));
    case("..", "C", NOT_FOUND, no_instance(".."));
    case("..", ".", NOT_FOUND, no_instance(".."));
    case("%2E%2E", "C", NOT_FOUND, no_instance(".."));
    case("i", ".", NOT_FOUND, no_contact("."));
    case("i", "..", NOT_FOUND, no_contact(".."));
    case("a%2Fb", "C", NOT_FOUND, no_instance("a/b"));
    case("i", "c%2Fd", NOT_FOUND, no_contact("c/d"));
    case("%2F", "%2f", NOT_FOUND, no_instance("/"));
    case("%252F", "C", NOT_FOUND, no_instance("%2F"));
    case("i", "a+b%20c", NOT_FOUND, no_contact("a+b c"));
    case("I", "C", NOT_FOUND, no_instance("I"));
    case("i", "%00", NOT_FOUND, no_contact("\0"));
    // Lengths count Unicode scalar values: not bytes, not UTF-16, not what a reader sees as one character.
    for (name, escaped) in [
        ("x", "x"),
        ("é", "%C3%A9"),
        ("日", "%E6%97%A5"),
        ("😀", "%F0%9F%98%80"),
    ] {
        case(
            &escaped.repeat(100),
            "C",
            NOT_FOUND,
            no_instance(&name.repeat(100)),
        );
        case(&escaped.repeat(101), "C", INVALID, one(&length(i, 101)));
        case(&escaped.repeat(257), "C", INVALID, one(&length(i, 257)));
        case(
            "i",
            &escaped.repeat(101),
            NOT_FOUND,
            no_contact(&name.repeat(101)),
        );
        case(
            "i",
            &escaped.repeat(256),
            NOT_FOUND,
            no_contact(&name.repeat(256)),
        );
        case("i", &escaped.repeat(257), INVALID, one(&length(c, 257)));
        case(
            &escaped.repeat(101),
            &escaped.repeat(257),
            INVALID,
            two(&length(i, 101), &length(c, 257)),
        );
    }
    case(&"e%CC%81".repeat(51), "C", INVALID, one(&length(i, 102)));
    case(&"x".repeat(10_000), "C", INVALID, one(&length(i, 10_000)));
    for escape in ["%", "a%", "%4", "%zz", "%4z", "%%", "%u00e9"] {
        case(escape, "C", MALFORMED, format!("{i}: {digits}"));
        case("i", escape, MALFORMED, format!("{c}: {digits}"));
    }
    // Latin-1, a byte alone, too long a form, half of a pair of surrogates, beyond the last character, cut off.
    for bytes in [
        "%E9",
        "%FF",
        "%C0%AF",
        "%ED%A0%80",
        "%F4%90%80%80",
        "x%E6%97",
    ] {
        case(bytes, "C", MALFORMED, format!("{i}: {utf8}"));
        case("i", bytes, MALFORMED, format!("{c}: {utf8}"));
    }
    case(
        "%zz",
        "%FF",
        MALFORMED,
        several(&[format!("{i}: {digits}"), format!("{c}: {utf8}")]),
    );
    case(
        "",
        "%FF",
        MALFORMED,
        several(&[length(i, 0), format!("{c}: {utf8}")]),
    );
    cases
}

#[tokio::test]
async fn every_label_that_names_nothing_is_a_modeled_error() {
    let bench = Bench::new().await;
    for (instance, contact, error, message) in cases() {
        let contact = if contact == "C" {
            bench.chat.clone()
        } else {
            contact
        };
        let path = timers_path(&instance, &contact);
        bench
            .refuse(&path, json("PUT", &path, list(GOOD)), error, &message)
            .await;
        // The operation without a body reads the same labels.
        let path = format!("/contacts/{instance}/{contact}");
        let request = Request::get(&path).body(Body::empty()).unwrap();
        bench.refuse(&path, request, error, &message).await;
    }
}

#[tokio::test]
async fn an_escaped_id_is_the_id() {
    let bench = Bench::new().await;
    let escaped: String = bench
        .chat
        .bytes()
        .map(|byte| format!("%{byte:02x}"))
        .collect();
    for path in [timers_path("%69", &bench.chat), timers_path("i", &escaped)] {
        send(&bench.api.router, json("PUT", &path, list(GOOD)))
            .await
            .assert_empty(&path);
    }
}
