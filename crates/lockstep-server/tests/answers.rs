//! Every kind of answer, through the axum router and without a socket.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::sync::{Arc, Mutex};

use axum::body::Body;
use http::{Method, Request};
use lockstep_core::Failure;
use support::*;
use tower::ServiceExt;

#[tokio::test]
async fn a_good_request_reaches_the_handler_and_its_output_the_client() {
    let answer = send(echo(), fill_box()).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.body, r#"{"Text":"b1 Some(\"red\") 3"}"#);
    assert!(!answer.headers.contains_key("x-amzn-errortype"));
}

#[tokio::test]
async fn an_output_without_members_has_no_body_and_its_own_status() {
    let request = Request::get("/boxes/b1?state").body(Body::empty()).unwrap();
    let answer = send(echo(), request).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.body, "");
    assert!(!answer.headers.contains_key("content-type"));
}

#[tokio::test]
async fn labels_are_split_before_they_are_decoded() {
    let answer = send(echo(), put("/boxes/a%2Fb+%25", r#"{"Count":0}"#)).await;
    assert_eq!(answer.body, r#"{"Text":"a/b+% None 0"}"#);
}

#[tokio::test]
async fn the_context_says_what_the_answer_says() {
    let seen = Arc::new(Mutex::new(None));
    let keep = Arc::clone(&seen);
    let service = boxes(move |context, _| {
        *keep.lock().unwrap() = Some(context);
        async {
            Ok(FillBoxResponse {
                text: String::new(),
            })
        }
    });
    let mut request = fill_box();
    request.headers_mut().insert("x-mine", "1".parse().unwrap());
    request.extensions_mut().insert(7_u8);
    let answer = send(service, request).await;
    let context = seen.lock().unwrap().take().unwrap();
    assert_eq!(context.request_id(), answer.header("x-amzn-requestid"));
    assert_eq!(context.operation().name, "FillBox");
    assert_eq!(context.service().name, "Boxes");
    assert_eq!(context.headers()["x-mine"], "1");
    assert_eq!(context.extensions().get(), Some(&7_u8));
    assert_eq!((context.peer(), context.deadline()), (None, None));
}

#[tokio::test]
async fn the_context_shows_no_value_of_a_header() {
    let service = boxes(|context, _| async move {
        Ok(FillBoxResponse {
            text: format!("{context:?}"),
        })
    });
    let mut request = fill_box();
    request
        .headers_mut()
        .insert("authorization", "hunter2".parse().unwrap());
    let answer = send(service, request).await;
    assert!(answer.body.contains("authorization"), "{answer:?}");
    assert!(
        answer.body.contains(answer.header("x-amzn-requestid")),
        "{answer:?}"
    );
    assert!(!answer.body.contains("hunter2"), "{answer:?}");
}

#[tokio::test]
async fn a_member_may_be_bound_to_a_header_of_every_answer() {
    let service = boxes(|_, _| async { Err(DatedException.into()) });
    let response = service.into_service().oneshot(fill_box()).await.unwrap();
    let answer = receive(response).await;
    assert_eq!(answer.status, 409);
    let values = |name| answer.headers.get_all(name).iter().collect::<Vec<_>>();
    assert_eq!(values("date"), ["Sun, 06 Nov 1994 08:49:37 GMT"]);
    assert_eq!(values("x-amzn-requestid"), ["mine"]);
}

#[tokio::test]
async fn a_modeled_error_has_its_type_and_status() {
    let service = boxes(|_, input| async { Err(BoxNotFoundException::new(input.name).into()) });
    let message = send(service, fill_box())
        .await
        .assert_error(404, "BoxNotFoundException");
    assert_eq!(message, "b1");
}

#[tokio::test]
async fn a_request_that_cannot_be_parsed_is_the_services_malformed_error() {
    for body in ["{", "[]", r#"{"Count":"3"}"#, r#"{"Count":5.5}"#, "\u{0}"] {
        let answer = send(echo(), put("/boxes/b1", body)).await;
        answer.assert_error(400, "InvalidRequestException");
    }
}

#[tokio::test]
async fn every_violation_stands_in_the_services_invalid_error() {
    let answer = send(echo(), put("/boxes/much-too-long", r#"{"Label":""}"#)).await;
    let message = answer.assert_error(400, "InvalidParameterException");
    assert!(
        message.starts_with("3 validation errors detected. "),
        "{message}"
    );
    for path in ["'/Name'", "'/Label'", "'/Count'"] {
        assert!(message.contains(path), "{message}");
    }
}

#[tokio::test]
async fn an_empty_label_reaches_the_operation() {
    let message = send(echo(), put("/boxes/", r#"{"Count":1}"#))
        .await
        .assert_error(400, "InvalidParameterException");
    assert!(message.contains("'/Name'"), "{message}");
}

#[tokio::test]
async fn the_source_of_an_internal_failure_is_not_sent() {
    let service = boxes(|_, _| async {
        Err(FillBoxError::Unhandled(Failure::internal(
            "password hunter2 refused",
        )))
    });
    let answer = send(service, fill_box()).await;
    answer.assert_error(500, "InternalServiceException");
    assert!(!format!("{answer:?}").contains("hunter2"));
}

#[tokio::test]
async fn what_is_not_implemented_is_501() {
    let service = boxes(|_, _| async { Err(FillBoxError::Unhandled(Failure::not_implemented())) });
    assert_eq!(send(service, fill_box()).await.status, 501);
}

#[tokio::test]
async fn a_panic_is_an_internal_error_before_and_after_the_first_await() {
    let early = boxes(|_, _| -> std::future::Ready<_> { panic!("secret") });
    let late = boxes(|_, _| async {
        tokio::task::yield_now().await;
        panic!("secret {}", 2)
    });
    for service in [early, late] {
        let answer = send(service, fill_box()).await;
        answer.assert_error(500, "InternalServiceException");
        assert!(!answer.body.contains("secret"));
    }
}

#[tokio::test]
async fn an_unknown_path_is_404_next_to_known_ones() {
    for path in ["/", "/box/b1", "/boxes", "/boxes/b1/lid", "//boxes/b1"] {
        let answer = send(echo(), put(path, "{}")).await;
        answer.assert_error(404, "UnknownOperationException");
    }
}

#[tokio::test]
async fn another_method_is_405_and_says_which_are_allowed() {
    for method in [Method::POST, Method::OPTIONS, Method::DELETE] {
        let request = Request::builder().method(method).uri("/boxes/b1");
        let answer = send(echo(), request.body(Body::empty()).unwrap()).await;
        answer.assert_error(405, "MethodNotAllowedException");
        assert_eq!(answer.header("allow"), "PUT");
    }
    let request = Request::delete("/boxes/b1?state")
        .body(Body::empty())
        .unwrap();
    assert_eq!(send(echo(), request).await.header("allow"), "GET, PUT");
}

#[tokio::test]
async fn a_head_request_gets_no_body_but_its_length() {
    let request = || Request::head("/boxes/b1").body(Body::empty()).unwrap();
    let answer = send(echo(), request()).await;
    assert_eq!(answer.status, 405);
    assert_eq!(
        answer.header("x-amzn-errortype"),
        "MethodNotAllowedException"
    );
    assert_eq!(answer.body, "");
    assert!(answer.header("content-length").parse::<usize>().unwrap() > 2);
    // The same without axum's router, which would take the body away as well.
    let answer = receive(echo().into_service().oneshot(request()).await.unwrap()).await;
    assert_eq!(answer.body, "");
    assert_common(&answer);
}

#[tokio::test]
async fn a_body_of_another_media_type_is_415() {
    let mut request = fill_box();
    request
        .headers_mut()
        .insert("content-type", "application/hal+json".parse().unwrap());
    send(echo(), request)
        .await
        .assert_error(415, "UnsupportedMediaTypeException");
    let mut request = fill_box();
    request.headers_mut().remove("content-type");
    send(echo(), request)
        .await
        .assert_error(415, "UnsupportedMediaTypeException");
}

#[tokio::test]
async fn an_operation_without_a_body_takes_none_with_a_media_type() {
    let ping = |body: &'static str| {
        let request = Request::get("/boxes/b1?state").header("content-type", "application/json");
        request.body(Body::from(body)).unwrap()
    };
    send(echo(), ping("{}"))
        .await
        .assert_error(415, "UnsupportedMediaTypeException");
    assert_eq!(send(echo(), ping("")).await.status, 204);
}

#[tokio::test]
async fn a_missing_body_is_an_empty_object_and_needs_no_media_type() {
    let request = Request::put("/boxes/b1").body(Body::empty()).unwrap();
    let message = send(echo(), request)
        .await
        .assert_error(400, "InvalidParameterException");
    assert!(message.contains("'/Count'"), "{message}");
}

#[tokio::test]
async fn an_answer_that_the_client_does_not_accept_is_406() {
    let mut request = fill_box();
    request
        .headers_mut()
        .insert("accept", "text/html".parse().unwrap());
    send(echo(), request)
        .await
        .assert_error(406, "NotAcceptableException");
}
