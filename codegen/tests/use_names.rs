//! The crates of `models/names.json`: names that collide, with each other, with Rust and with what generated code uses.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod support;

use golden_names_client::types as names;
use golden_names_server::{RequestContext, ResultApi, router};
use lockstep_client::Input as _;
use support::{read, request};

#[test]
fn members_are_called_as_keywords_and_as_variables_of_generated_code() {
    let set = |text: &str| std::option::Option::Some(text.to_owned());
    let input = names::SomeRequest {
        self_: set("self"),
        r#type: set("type"),
        r#gen: set("gen"),
        r#async: set("async"),
        crate_: set("crate"),
        super_: set("super"),
        r: set("r"),
        w: set("w"),
        v: set("v"),
        f: set("f"),
        from: set("from"),
        to: set("to"),
        input: set("input"),
        object: set("object"),
        member: set("member"),
        value: set("value"),
        members: set("members"),
        json: set("json"),
        foo_bar: set("foo_bar"),
        foo_bar_camel: set("fooBar"),
        address: set("renamed in the settings"),
        ..Default::default()
    };
    let request = request(names::Some, &input);
    assert_eq!(read(names::Some, &request).unwrap(), input);
    let body = std::str::from_utf8(request.body()).unwrap();
    assert!(
        body.contains(r#""fooBar":"fooBar","foo_bar":"foo_bar","IPv4Address":"renamed"#),
        "{body}"
    );
}

#[test]
fn shapes_are_called_as_what_the_prelude_has() {
    let string = names::String {
        string: Some("s".to_owned()),
    };
    let result = names::NoneResult {
        result: Some(names::Result::default()),
        ..names::NoneResult::new(string)
    };
    assert_eq!(result.result.unwrap().count, 3);
    // The members of a union are called as what a reader uses, and as the place for what is not known.
    let variants = [
        names::Box::SelfValue(Box::new(names::Box::None)),
        names::Box::UnknownValue("u".to_owned()),
        names::Box::Some(Box::default()),
        names::Box::FooBarCamel("c".to_owned()),
        names::Box::FooBarSnake(1),
    ];
    for variant in variants {
        let option = names::Option {
            r#box: Some(Box::new(variant)),
            ..names::Option::default()
        };
        let response = support::response(
            names::None,
            &Ok(names::NoneResult {
                option: Some(option.clone()),
                ..names::NoneResult::new(names::String::default())
            }),
        );
        assert_eq!(
            support::answer(names::None, &response).unwrap().option,
            Some(option)
        );
    }
    // The required members of `Fields` would be called `FieldsInit` or `FieldsShapeInit`, which are other shapes.
    let [init, self_, r, w] = ["i", "s", "r", "w"].map(str::to_owned);
    let fields = names::Fields::from(names::FieldsShapeShapeInit { init, self_, r, w });
    assert_eq!(
        names::FieldsInit {
            fields: Some(fields.clone())
        }
        .fields,
        Some(fields)
    );
}

#[test]
fn values_of_enums_are_called_as_anything() {
    let all = [
        "Self",
        "Unknown",
        "1ST",
        "2",
        "type",
        "fooBar",
        "FOO_BAR",
        "a.b/c \"quoted\" \\",
        "new",
    ];
    for text in all {
        assert_eq!(names::Suit::from(text).as_str(), text);
    }
    assert!(matches!(
        names::Suit::from("Unknown"),
        names::Suit::UnknownValue
    ));
    assert!(matches!(names::Suit::from("new"), names::Suit::Unknown(_)));
    assert_eq!(names::Number::from(-1).as_i32(), -1);
}

#[test]
fn values_without_names_are_called_by_what_tells_them_apart() {
    let all = [
        (names::Symbol::Empty, ""),
        (names::Symbol::Asterisk, "*"),
        (names::Symbol::GreaterThan, ">"),
        (names::Symbol::C, "C"),
        (names::Symbol::CHash, "C#"),
        (names::Symbol::CPlusPlus, "C++"),
        (names::Symbol::ASpaceB, "a b"),
        (names::Symbol::AHyphenB, "a-b"),
        (names::Symbol::AB, "a_b"),
        (names::Symbol::_1Dot0, "1.0"),
        (names::Symbol::_1_0, "1_0"),
        (names::Symbol::U00e9, "\u{e9}"),
    ];
    for (symbol, text) in all {
        assert_eq!(
            (symbol.as_str(), &names::Symbol::from(text)),
            (text, &symbol)
        );
    }
}

#[test]
fn constants_of_one_name_keep_their_own_constraints() {
    let fits = |input: names::ClashRequest| input.validate().is_ok();
    let text = |length: usize| Some("x".repeat(length));
    let input = names::ClashRequest::default;
    assert!(fits(names::ClashRequest {
        short: text(2),
        long: text(9),
        ..input()
    }));
    assert!(!fits(names::ClashRequest {
        short: text(3),
        ..input()
    }));
    assert!(!fits(names::ClashRequest {
        long: text(10),
        ..input()
    }));
    assert!(!fits(names::ClashRequest {
        r#in: text(0),
        ..input()
    }));
    let list = |length| Some(vec![String::new(); length]);
    assert!(fits(names::ClashRequest {
        r#in: text(4),
        list: list(3),
        ..input()
    }));
    assert!(!fits(names::ClashRequest {
        list: list(4),
        ..input()
    }));
}

struct Service;

/// Every operation, with its types as the crates call them.
impl ResultApi for Service {
    async fn some(
        &self,
        _: RequestContext,
        input: names::SomeRequest,
    ) -> Result<names::SomeResult, names::SomeError> {
        Ok(names::SomeResult {
            self_: input.self_,
            ..Default::default()
        })
    }

    async fn none(
        &self,
        _: RequestContext,
        input: names::NoneRequest,
    ) -> Result<names::NoneResult, names::NoneError> {
        let message = format!("{} {}", input.self_, input.r#type);
        Err(names::Failure::new(message).into())
    }

    async fn ok(
        &self,
        _: RequestContext,
        input: names::OkRequest,
    ) -> Result<names::OkResult, names::OkError> {
        input
            .ok
            .map(|_| names::OkResult {})
            .ok_or(names::Failure::new("not ok").into())
    }

    async fn err(
        &self,
        _: RequestContext,
        _: names::ErrInput,
    ) -> Result<names::ErrOutput, names::ErrError> {
        Ok(names::ErrOutput {})
    }

    async fn self_shape(
        &self,
        _: RequestContext,
        _: names::SelfShapeInput,
    ) -> Result<names::SelfShapeOutput, names::SelfShapeError> {
        Ok(names::SelfShapeOutput {})
    }

    async fn new_(
        &self,
        _: RequestContext,
        _: names::SharedInput,
    ) -> Result<names::NewOutput, names::NewError> {
        Ok(names::NewOutput {})
    }

    async fn from_(
        &self,
        _: RequestContext,
        _: names::SharedInput,
    ) -> Result<names::FromOutput, names::FromError> {
        Ok(names::FromOutput {})
    }

    async fn r#type(
        &self,
        _: RequestContext,
        input: names::TypeRequest,
    ) -> Result<names::TypeOutput, names::TypeError> {
        Err(lockstep_core::Failure::internal(input.r#type).into())
    }

    async fn client(
        &self,
        _: RequestContext,
        _: names::ClientRequest,
    ) -> Result<names::ClientOutput, names::ClientError> {
        Ok(names::ClientOutput {})
    }

    async fn clone_(
        &self,
        _: RequestContext,
        _: names::CloneInput,
    ) -> Result<names::CloneOutput, names::CloneError> {
        Ok(names::CloneOutput {})
    }

    async fn get_http_status(
        &self,
        _: RequestContext,
        _: names::GetHTTPStatusInput,
    ) -> Result<names::GetHTTPStatusResult, names::GetHTTPStatusError> {
        Ok(names::GetHTTPStatusResult {
            http_status: Some(200),
        })
    }

    async fn clash(
        &self,
        _: RequestContext,
        input: names::ClashRequest,
    ) -> Result<names::ClashOutput, names::ClashOperationOperationError> {
        match input.symbol {
            None => Err(names::Unhandled::new("first").into()),
            Some(_) => Err(names::UnhandledError::new("second").into()),
        }
    }

    async fn put_h_t_t_p_code(
        &self,
        _: RequestContext,
        _: names::PutHTTPCodeInput,
    ) -> Result<names::PutHTTPCodeOutput, names::PutHTTPCodeError> {
        Ok(names::PutHTTPCodeOutput {})
    }

    async fn put_http_code(
        &self,
        _: RequestContext,
        _: names::PutHttpCodeInput,
    ) -> Result<names::PutHttpCodeOutput, names::PutHttpCodeError> {
        Ok(names::PutHttpCodeOutput {})
    }
}

#[tokio::test]
async fn errors_are_called_as_the_variant_for_all_others() {
    let inner = lockstep_client::Client::builder()
        .transport(router(Service))
        .retries(lockstep_client::Retries::off());
    let client = golden_names_client::Client::from(inner.build().unwrap());
    let clash = async |symbol| {
        let input = names::ClashRequest {
            symbol,
            ..Default::default()
        };
        let error = client.clash(input).await.unwrap_err();
        error.into_service_error().unwrap()
    };
    assert!(matches!(
        clash(None).await,
        names::ClashOperationOperationError::UnhandledErrorError(names::Unhandled { .. })
    ));
    assert!(matches!(
        clash(Some(names::Symbol::C)).await,
        names::ClashOperationOperationError::UnhandledError(names::UnhandledError { .. })
    ));
}

#[tokio::test]
async fn operations_are_called_as_anything() {
    let inner = lockstep_client::Client::builder()
        .transport(router(Service))
        .retries(lockstep_client::Retries::off());
    let client = golden_names_client::Client::from(inner.build().unwrap()).clone();
    let input = names::SomeRequest {
        self_: Some("me".to_owned()),
        ..Default::default()
    };
    assert_eq!(
        client.some(input).await.unwrap().self_.as_deref(),
        Some("me")
    );
    let init = names::NoneRequestInit {
        self_: names::Suit::SelfValue,
        r#type: 1,
        value: names::Suit::_1st,
        r: 2,
        to: names::Suit::Dotted,
    };
    let error = client
        .none(init.into())
        .await
        .unwrap_err()
        .into_service_error()
        .unwrap();
    assert_eq!(error.to_string(), "Failure: Self 1");
    client
        .ok(names::OkRequest {
            ok: Some(String::new()),
        })
        .await
        .unwrap();
    client.ok(names::OkRequest { ok: None }).await.unwrap_err();
    client.err(names::ErrInput {}).await.unwrap();
    client.self_shape(names::SelfShapeInput {}).await.unwrap();
    client
        .new_(names::SharedInput { error: None })
        .await
        .unwrap();
    client
        .from_(names::SharedInput { error: None })
        .await
        .unwrap();
    client
        .r#type(names::TypeRequest::new("t"))
        .await
        .unwrap_err();
    client.client(names::ClientRequest {}).await.unwrap();
    client.clone_(names::CloneInput {}).await.unwrap();
    assert_eq!(
        client
            .get_http_status(names::GetHTTPStatusInput {})
            .await
            .unwrap()
            .http_status,
        Some(200)
    );
}
