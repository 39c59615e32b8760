//! The crates of `models/errors.json`: errors of operations and of the service, and operations of resources.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

mod support;

use expect_test::expect;
use golden_errors_client::Client;
use golden_errors_client::types::*;
use golden_errors_server::{ErrorService, Failure, RequestContext, router};
use http::Response;
use lockstep_core::operation::ModeledError as _;
use support::{answer, error, request, response, show_request, show_response};

fn conflict() -> Conflict {
    let init = ConflictInit {
        message: "taken".to_owned(),
        current: Reason::Locked,
        version: 3,
        owner: "o".to_owned(),
    };
    Conflict {
        history: Some(Vec::new()),
        ..init.into()
    }
}

/// One of each, as a handler makes it.
fn all() -> Vec<ProbeError> {
    vec![
        NotFound::new("no such thing").into(),
        NotFound { message: None }.into(),
        conflict().into(),
        Silent {}.into(),
        Detailed {
            request_id: "r".to_owned(),
            ..Detailed::new("m", "")
        }
        .into(),
        Unhandled::new("not what it seems").into(),
        Strict::new(Reason::Other).into(),
        Private::new("secret").into(),
        Overloaded {
            retry_after: Some(5),
            ..Overloaded::new("later")
        }
        .into(),
        Broken::new("b").into(),
        Failure::internal("hidden").into(),
    ]
}

#[test]
fn errors_on_the_wire() {
    let texts: Vec<String> = all()
        .into_iter()
        .map(|error| show_response(&response(Probe, &Err(error))))
        .collect();
    expect![[r#"
        404
        content-length: 27
        content-type: application/json
        x-amzn-errortype: NotFound

        {"message":"no such thing"}
        ---
        404
        content-length: 2
        content-type: application/json
        x-amzn-errortype: NotFound

        {}
        ---
        409
        content-length: 75
        content-type: application/json
        x-amzn-errortype: Conflict

        {"message":"taken","current":"LOCKED","version":3,"owner":"o","history":[]}
        ---
        418
        content-length: 2
        content-type: application/json
        x-amzn-errortype: Silent

        {}
        ---
        400
        content-length: 30
        content-type: application/json
        x-amzn-errortype: Detailed
        x-detail: r

        {"message":"m","Code":"OTHER"}
        ---
        422
        content-length: 31
        content-type: application/json
        x-amzn-errortype: Unhandled

        {"message":"not what it seems"}
        ---
        451
        content-length: 19
        content-type: application/json
        x-amzn-errortype: Strict

        {"message":"OTHER"}
        ---
        403
        content-length: 20
        content-type: application/json
        x-amzn-errortype: Private

        {"message":"secret"}
        ---
        503
        content-length: 19
        content-type: application/json
        retry-after: 5
        x-amzn-errortype: Overloaded

        {"Message":"later"}
        ---
        500
        content-length: 15
        content-type: application/json
        x-amzn-errortype: Broken

        {"Message":"b"}
        ---
        500
        content-length: 41
        content-type: application/json
        x-amzn-errortype: Broken

        {"Message":"An internal error occurred."}
    "#]]
    .assert_eq(&texts.join("---\n"));
}

#[test]
fn errors_come_back_as_they_went() {
    let modeled = all()
        .into_iter()
        .filter(|error| !matches!(error, ProbeError::Unhandled(_)));
    for original in modeled {
        let shown = format!("{original:?}");
        let found = error(Probe, &response(Probe, &Err(original)));
        assert_eq!(found.map(|found| format!("{found:?}")), Some(shown));
    }
}

#[test]
fn what_display_and_debug_show() {
    let shown: Vec<String> = all()
        .iter()
        .map(|error| format!("{error}\n{error:?}"))
        .collect();
    expect![[r#"
        NotFound: no such thing
        NotFound(NotFound { message: Some("no such thing") })
        NotFound
        NotFound(NotFound { message: None })
        Conflict: taken
        Conflict(Conflict { message: "taken", current: Locked, version: 3, owner: "o", history: Some([]) })
        Silent
        Silent(Silent)
        Detailed: m
        Detailed(Detailed { message: Some("m"), code: Other, request_id: "r" })
        Unhandled: not what it seems
        UnhandledError(Unhandled { message: Some("not what it seems") })
        Strict
        Strict(Strict { message: Other })
        Private
        Private(Private { message: ** redacted ** })
        Overloaded: later
        Overloaded(Overloaded { message: Some("later"), retry_after: Some(5) })
        Broken: b
        Broken(Broken { message: "b" })
        an internal error occurred
        Unhandled(Failure(Internal("hidden")))"#]]
    .assert_eq(&shown.join("\n"));
    assert_eq!(
        (
            Conflict::NAME,
            Conflict::STATUS,
            Silent::STATUS,
            Broken::STATUS
        ),
        ("Conflict", 409, 418, 500)
    );
    assert_eq!(
        (conflict().message(), Silent {}.message()),
        (Some("taken"), None)
    );
    let failure = ProbeError::from(Failure::internal("hidden"));
    assert_eq!(
        std::error::Error::source(&failure).unwrap().to_string(),
        "hidden"
    );
}

#[test]
fn a_message_is_found_under_either_name() {
    for key in ["message", "Message"] {
        for name in ["NotFound", "Broken", "Overloaded", "Conflict"] {
            let body = format!(r#"{{"{key}":"m"}}"#);
            let response = Response::builder()
                .header("x-amzn-errortype", name)
                .body(body.into())
                .unwrap();
            let found = error(Probe, &response).unwrap();
            assert_eq!(found.to_string(), format!("{name}: m"));
        }
    }
}

#[test]
fn an_error_may_also_be_a_member() {
    let output = ProbeOutput {
        last: Some(conflict()),
        reason: None,
    };
    let answered = response(Probe, &Ok(output.clone()));
    assert_eq!(
        answered.body(),
        r#"{"last":{"message":"taken","current":"LOCKED","version":3,"owner":"o","history":[]}}"#
    );
    assert_eq!(answer(Probe, &answered).unwrap(), output);
}

#[test]
fn a_match_over_errors_is_exhaustive() {
    for error in all() {
        let status = match &error {
            ProbeError::NotFound(_) => NotFound::STATUS,
            ProbeError::Conflict(_) => Conflict::STATUS,
            ProbeError::Silent(_) => Silent::STATUS,
            ProbeError::Detailed(_) => Detailed::STATUS,
            ProbeError::UnhandledError(_) => Unhandled::STATUS,
            ProbeError::Strict(_) => Strict::STATUS,
            ProbeError::Private(_) => Private::STATUS,
            ProbeError::Overloaded(_) => Overloaded::STATUS,
            ProbeError::Broken(_) => Broken::STATUS,
            ProbeError::Unhandled(failure) => failure.status(),
        };
        assert_eq!(response(Probe, &Err(error)).status().as_u16(), status);
    }
}

/// Fails as it is asked to, and knows one room.
struct Rooms;

impl ErrorService for Rooms {
    async fn probe(&self, _: RequestContext, input: ProbeInput) -> Result<ProbeOutput, ProbeError> {
        match input.outcome.parse::<usize>() {
            Ok(index) => Err(all()
                .into_iter()
                .nth(index)
                .unwrap_or(NotFound::new("no such outcome").into())),
            Err(error) => Err(Failure::internal(error).into()),
        }
    }

    async fn create_room(
        &self,
        _: RequestContext,
        _: RoomInput,
    ) -> Result<CreateRoomOutput, CreateRoomError> {
        Ok(CreateRoomOutput {})
    }

    async fn get_room(
        &self,
        _: RequestContext,
        input: RoomInput,
    ) -> Result<GetRoomOutput, GetRoomError> {
        Ok(GetRoomOutput::new(input.room_id))
    }

    async fn list_rooms(
        &self,
        _: RequestContext,
        _: ListRoomsInput,
    ) -> Result<ListRoomsOutput, ListRoomsError> {
        Ok(ListRoomsOutput::new(vec!["r".to_owned()]))
    }

    async fn clean_room(
        &self,
        _: RequestContext,
        _: RoomInput,
    ) -> Result<CleanRoomOutput, CleanRoomError> {
        Err(NotFound::new("no such room").into())
    }

    async fn remove_bed(
        &self,
        _: RequestContext,
        _: RemoveBedInput,
    ) -> Result<RemoveBedOutput, RemoveBedError> {
        Ok(RemoveBedOutput {})
    }
}

fn client() -> Client {
    let settings = lockstep_client::Client::builder()
        .transport(router(Rooms))
        .retries(lockstep_client::Retries::off());
    Client::from(settings.build().unwrap())
}

#[tokio::test]
async fn typed_errors_cross_the_router() {
    let client = client();
    for (index, original) in all().into_iter().enumerate().take(10) {
        let error = client
            .probe(ProbeInput::new(index.to_string()))
            .await
            .unwrap_err();
        assert!(error.request_id().is_some());
        assert_eq!(
            format!("{:?}", error.into_service_error().unwrap()),
            format!("{original:?}")
        );
    }
    // A failure is answered as the error that the settings name, which the operation lists.
    let error = client
        .probe(ProbeInput::new("x"))
        .await
        .unwrap_err()
        .into_service_error()
        .unwrap();
    assert!(matches!(error, ProbeError::Broken(_)), "{error:?}");
    // So is what breaks a constraint.
    let error = client
        .probe(ProbeInput::new(""))
        .await
        .unwrap_err()
        .into_service_error()
        .unwrap();
    let ProbeError::Overloaded(error) = error else {
        panic!("{error:?}")
    };
    expect!["Overloaded: 1 validation error detected. Value with length 0 at '/outcome' failed to satisfy constraint: Member must have length greater than or equal to 1"]
    .assert_eq(&error.to_string());
}

#[tokio::test]
async fn operations_of_resources_are_operations_of_the_service() {
    let client = client();
    client.create_room(RoomInput::new("a")).await.unwrap();
    assert_eq!(
        client.get_room(RoomInput::new("a")).await.unwrap().room_id,
        "a"
    );
    assert_eq!(
        client.list_rooms(ListRoomsInput {}).await.unwrap().rooms,
        ["r"]
    );
    client
        .remove_bed(RemoveBedInput::new("a", "b"))
        .await
        .unwrap();
    let error = client
        .clean_room(RoomInput::new("a"))
        .await
        .unwrap_err()
        .into_service_error()
        .unwrap();
    assert!(matches!(error, CleanRoomError::NotFound(_)));
    assert_eq!(
        show_request(&request(RemoveBed, &RemoveBedInput::new("a", "b/c"))),
        "DELETE /rooms/a/beds/b%2Fc\n\n\n"
    );
}

#[test]
fn an_empty_output_is_an_empty_answer_where_the_settings_say_so() {
    let texts = [
        show_response(&response(CreateRoom, &Ok(CreateRoomOutput {}))),
        show_response(&response(RemoveBed, &Ok(RemoveBedOutput {}))),
        show_response(&response(Probe, &Ok(ProbeOutput::default()))),
    ];
    expect![[r#"
        201


        ---
        204


        ---
        200
        content-length: 2
        content-type: application/json

        {}
    "#]]
    .assert_eq(&texts.join("---\n"));
}
