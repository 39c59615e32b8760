//! The settings' file.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use expect_test::{Expect, expect};
use lockstep_codegen::settings::{self, Selection, Types};

const FULL: &str = r#"
[connect]
model = "connect.json"
service = "com.amazonaws.connect#AmazonConnectService"
operations = ["UpdateParticipantRoleConfig"]
types = "open"
malformed-error = "InvalidRequestException"
invalid-error = ["InvalidParameterException", "InvalidRequestException"]
internal-error = "InternalServiceException"
rename = { "a#Option" = "ChatOption", "a#S$type" = "kind" }
partial-server = true
tags = ["chat"]
omit-tags = ["draft"]
internal = false
paginators = false
waiters = false
examples = false

[connect.corrections.no-signatures]
reason = "Nobody looks at them."
target = "a#Service$member"
remove = ["aws.auth#sigv4"]
add = { "smithy.api#auth" = [] }

[chat-2]
model = "more/chat.json"
omit = ["Stream"]
"#;

#[test]
fn all_keys_are_read() {
    let all = settings::read("model/lockstep.toml", FULL).unwrap();
    let [chat, connect] = &all[..] else {
        panic!("{} services", all.len())
    };
    assert_eq!(
        (chat.name.as_str(), chat.types, chat.partial_server),
        ("chat-2", Types::Closed, false)
    );
    assert!(matches!(&chat.operations, Selection::Omit(names) if names[0].value == "Stream"));
    assert_eq!(connect.source.slice(connect.span), "connect");
    assert_eq!(
        connect.service.as_ref().unwrap().value.name(),
        "AmazonConnectService"
    );
    assert!(
        matches!(&connect.operations, Selection::Only(names) if names[0].value == "UpdateParticipantRoleConfig")
    );
    assert_eq!((connect.types, connect.partial_server), (Types::Open, true));
    assert_eq!(connect.tags.as_ref().unwrap()[0].value, "chat");
    assert_eq!(connect.omit_tags[0].value, "draft");
    let on = |of: &settings::ServiceSettings| (of.internal, of.paginators, of.waiters, of.examples);
    assert_eq!(
        (on(connect), on(chat)),
        ((false, false, false, false), (true, true, true, true))
    );
    let names = |of: &Option<settings::Located<Vec<String>>>| of.as_ref().unwrap().value.join(" ");
    assert_eq!(names(&connect.malformed_error), "InvalidRequestException");
    assert_eq!(
        names(&connect.invalid_error),
        "InvalidParameterException InvalidRequestException"
    );
    assert_eq!(
        connect.source.slice(connect.rename["a#S$type"].span),
        "\"kind\""
    );
    let [correction] = &connect.corrections[..] else {
        panic!("{:?}", connect.corrections)
    };
    assert_eq!(correction.name.value, "no-signatures");
    assert_eq!(correction.target(), "a#Service$member");
    assert_eq!(correction.remove[0].value.as_str(), "aws.auth#sigv4");
    let (added, value) = &correction.add[0];
    assert_eq!(connect.source.slice(added.span), "\"smithy.api#auth\"");
    assert_eq!(*value, serde_json::json!([]));
}

fn wrong(text: &str, expected: Expect) {
    expected.assert_eq(
        &settings::read("model/lockstep.toml", text)
            .unwrap_err()
            .to_string(),
    );
}

#[test]
fn what_cannot_be_meant_is_an_error() {
    wrong(
        "",
        expect![[r#"
        model/lockstep.toml: no service is named
          help: add a section such as `[connect]` with the key `model`"#]],
    );
    wrong(
        "[a]\nmodel = 1",
        expect![[r#"
        model/lockstep.toml:2:9: invalid type: integer `1`, expected a string
          | model = 1
          |         ^"#]],
    );
    wrong(
        "[a]\ntypes = \"closed\"",
        expect![[r#"
        model/lockstep.toml:1:1: missing field `model`
          | [a]
          | ^^^"#]],
    );
    wrong(
        "[a]\nmodel = \"a.json\"\nomitt = []",
        expect![[r#"
            model/lockstep.toml:3:1: unknown field `omitt`, expected one of `model`, `service`, `operations`, `omit`, `types`, `malformed-error`, `invalid-error`, `internal-error`, `empty-output`, `rename`, `partial-server`, `tags`, `omit-tags`, `internal`, `paginators`, `waiters`, `examples`, `corrections`
              | omitt = []
              | ^^^^^"#]],
    );
    wrong(
        "[A_b]\nmodel = \"../a.json\"\nservice = \"x\"\nrename = { \"S\" = \"type\" }\n[b]\nmodel = \"b\"\nomit = []\noperations = []",
        expect![[r#"
            model/lockstep.toml:1:2: `A_b` cannot be the first part of a crate's name
              help: use lower-case words joined by `-`
              | [A_b]
              |  ^^^

            model/lockstep.toml:2:9: `../a.json` is not a path within the settings' folder
              | model = "../a.json"
              |         ^^^^^^^^^^^

            model/lockstep.toml:3:11: `x` is not a shape id
              help: ids have the form `namespace#Name`
              | service = "x"
              |           ^^^

            model/lockstep.toml:4:18: `S` is not the id of a shape or member
              help: ids have the form `namespace#Name` or `namespace#Name$member`
              | rename = { "S" = "type" }
              |                  ^^^^^^

            model/lockstep.toml:4:18: `type` cannot be a name in Rust
              | rename = { "S" = "type" }
              |                  ^^^^^^

            model/lockstep.toml:5:2: `b` has both `operations` and `omit`
              help: keep one of them
              | [b]
              |  ^"#]],
    );
}
