//! The crates of `models/open.json`: open types, a partial server, `@sensitive`, `@deprecated`, `@documentation`.

#![allow(
    clippy::unwrap_used,
    deprecated,
    reason = "a test fails by a panic, and uses what is deprecated"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use golden_open_client::types::*;
use golden_open_server::{OpenService, RequestContext, router};
use support::{read, request};

/// An input with a secret wherever one can be.
fn input() -> LoginInput {
    let secret = || "secret".to_owned();
    let mut input = LoginInput::new("user", secret());
    input.hint = Some(secret());
    input.answers = Some(vec![secret()]);
    input.by_name = Some(BTreeMap::from([("key".to_owned(), secret())]));
    let mut card = Card::default();
    card.number = Some(secret());
    input.card = Some(card);
    let mut address = Address::default();
    address.street = Some(secret());
    address.city = Some("city".to_owned());
    input.address = Some(address);
    input.way = Some(Way::Word(secret()));
    input.mode = Some(Mode::Fast);
    input.pin = Some(Pin::One);
    input
}

#[test]
fn debug_shows_no_secret() {
    let shown = format!("{:?} {:?}", input(), Way::Card(Card::default()));
    assert!(!shown.contains("secret"), "{shown}");
    assert!(
        shown.contains("user: \"user\"") && shown.contains("city: Some(\"city\")"),
        "{shown}"
    );
    assert!(shown.contains("Word(** redacted **)"), "{shown}");
    assert_eq!(format!("{:?}", Card::default()), "Card { .. }");
    assert_eq!(
        format!("{:?} {:?}", Mode::Slow, Pin::from(5)),
        "Mode(** redacted **) Pin(** redacted **)"
    );
    assert_eq!(format!("{:?}", Way::Plain("p".to_owned())), "Plain(\"p\")");
    let init = LoginOutputInit {
        session: "secret".to_owned(),
        a: "a".to_owned(),
        b: "b".to_owned(),
        c: Older::default(),
    };
    let output = LoginOutput::from(init);
    assert!(format!("{output:?}").contains("session: ** redacted **"));
}

#[test]
fn secrets_are_sent_all_the_same() {
    let request = request(Login, &input());
    let body = std::str::from_utf8(request.body()).unwrap();
    assert_eq!(body.matches("secret").count(), 7, "{body}");
    let mut expected = input();
    expected.keep = Some(true);
    assert_eq!(read(Login, &request).unwrap(), expected);
}

#[test]
fn open_types_need_a_wildcard() {
    // Within the crate this match would be exhaustive; outside it is not, so that a new value breaks no user.
    let name = match Kind::New {
        Kind::New => "new",
        _ => "other",
    };
    assert_eq!(name, "new");
}

/// A server with one operation of three.
struct Watcher;

impl OpenService for Watcher {
    async fn watch(&self, _: RequestContext, _: WatchInput) -> Result<WatchOutput, WatchError> {
        Ok(WatchOutput::default())
    }
}

#[tokio::test]
async fn operations_that_a_partial_server_leaves_out_answer_501() {
    let inner = lockstep_client::Client::builder()
        .transport(router(Watcher))
        .retries(lockstep_client::Retries::off());
    let client = golden_open_client::Client::from(inner.build().unwrap());
    client.watch(WatchInput::default()).await.unwrap();
    let error = client.login(LoginInput::new("u", "p")).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(501));
}

#[test]
fn documentation_and_deprecation_come_from_the_model() {
    let read = |path: &str| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
        fs::read_to_string(root.join(path)).unwrap()
    };
    let login = read("golden-open-types/src/operations/login.rs");
    assert!(login.contains("/// Signs a person in.\n///\n/// - once\n/// - twice, with a link to [a page](https://example.com/)\n"));
    assert!(login.contains("    #[deprecated = \"use `mode`\"]\n    pub old: Option<String>"));
    assert!(
        read("golden-open-types/src/shapes/older.rs")
            .contains("#[deprecated]\n#[derive(Clone, Debug, Default, PartialEq)]\n")
    );
    assert!(
        read("golden-open-client/src/lib.rs")
            .contains("#[deprecated = \"use Login\"]\n    pub async fn old_way")
    );
    for part in ["types", "server", "client"] {
        assert!(
            read(&format!("golden-open-{part}/src/lib.rs"))
                .contains("//! Left out by the settings: `Stream`.\n")
        );
    }
}
