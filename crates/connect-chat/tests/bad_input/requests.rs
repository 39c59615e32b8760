//! Paths, methods and media types that no operation has.

use http::Method;
use http::header::{ACCEPT, ALLOW, CONTENT_TYPE};

use super::*;

#[tokio::test]
async fn an_unknown_path_has_no_operation() {
    let bench = Bench::new().await;
    let known = timers_path("i", &bench.chat);
    let paths = [
        "/",
        "/contact",
        "/contact/",
        "/contact/chat//",
        "//contact/chat",
        "/Contact/chat",
        "/contact/participant-role-config",
        "/contact/participant-role-config/i",
        "/contacts/i",
        "/contact/chat%2F",
        "*",
        &format!("{known}//"),
        &format!("{known}/x"),
        &format!("/x/..{known}"),
    ];
    for path in paths {
        let error = (404, "UnknownOperationException");
        bench
            .refuse(
                path,
                json("PUT", path, list(GOOD)),
                error,
                "No operation has this path.",
            )
            .await;
    }
}

#[tokio::test]
async fn a_slash_too_many_at_the_end_is_forgiven() {
    let bench = Bench::new().await;
    let path = timers_path("i", &format!("{}/", bench.chat));
    send(&bench.api.router, json("PUT", &path, list(GOOD)))
        .await
        .assert_empty(&path);
    let missing = broken(&[
        ("/ContactId", "not be null"),
        ("/InstanceId", "not be null"),
    ]);
    bench
        .refuse(
            "stop",
            json("POST", "/contact/stop/", "{}"),
            INVALID,
            &missing,
        )
        .await;
}

#[tokio::test]
async fn another_method_is_answered_with_those_that_there_are() {
    let bench = Bench::new().await;
    let known = timers_path("i", &bench.chat);
    let contact = format!("/contacts/i/{}", bench.chat);
    let cases = [
        ("POST", &*known, "PUT"),
        ("PUT", &contact, "GET"),
        ("GET", "/contact/chat", "PUT"),
        ("PUT", "/contact/stop", "POST"),
    ];
    let others =
        ["OPTIONS", "DELETE", "PATCH", "TRACE", "BREW"].map(|method| (method, &*known, "PUT"));
    for (method, path, allowed) in cases.into_iter().chain(others) {
        let answer = bench
            .send_in_vain(method, json(method, path, list(GOOD)))
            .await;
        let message = format!("This path has no operation with this method, but with {allowed}.");
        answer.assert_error(method, 405, "MethodNotAllowedException", &message);
        assert_eq!(answer.header("allow"), allowed);
    }
    for path in [&known, &contact] {
        let request = Request::builder()
            .method(Method::HEAD)
            .uri(path)
            .body(Body::empty())
            .unwrap();
        let answer = bench.send_in_vain("HEAD", request).await;
        answer.assert_stamped();
        assert_eq!((answer.status, answer.body.len()), (405, 0), "{answer:?}");
        assert_eq!(
            answer.header("x-amzn-errortype"),
            "MethodNotAllowedException"
        );
        assert!(answer.headers.contains_key(ALLOW));
    }
}

#[tokio::test]
async fn a_body_needs_the_type_of_json() {
    let bench = Bench::new().await;
    let error = (415, "UnsupportedMediaTypeException");
    let message = "The body must have the Content-Type application/json.";
    let wrong = [
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "application/x-amz-json-1.1",
        "json",
        "application/jsonx",
        "*/*",
        "",
    ];
    for name in wrong {
        let mut request = bench.update(list(GOOD));
        request
            .headers_mut()
            .insert(CONTENT_TYPE, name.parse().unwrap());
        bench.refuse(name, request, error, message).await;
    }
    // Without a type, and with one that is not even text.
    for value in [None, Some(&b"\xff"[..])] {
        let mut request = bench.update(list(GOOD));
        request.headers_mut().remove(CONTENT_TYPE);
        if let Some(value) = value {
            request
                .headers_mut()
                .insert(CONTENT_TYPE, http::HeaderValue::from_bytes(value).unwrap());
        }
        bench.refuse("no type", request, error, message).await;
    }
    // The type of a wrong body is wrong first.
    let mut request = bench.update("<a/>");
    request
        .headers_mut()
        .insert(CONTENT_TYPE, "text/xml".parse().unwrap());
    bench.refuse("XML", request, error, message).await;
    for name in [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON;charset=UTF-8",
    ] {
        let mut request = bench.update(list(GOOD));
        request
            .headers_mut()
            .insert(CONTENT_TYPE, name.parse().unwrap());
        send(&bench.api.router, request).await.assert_empty(name);
    }
}

#[tokio::test]
async fn an_operation_without_a_body_takes_none_with_a_type() {
    let bench = Bench::new().await;
    let path = format!("/contacts/i/{}", bench.chat);
    let error = (415, "UnsupportedMediaTypeException");
    let message = "This operation reads no body, so a body must have no Content-Type.";
    bench
        .refuse("a body", json("GET", &path, "{}"), error, message)
        .await;
    // Some clients send the type with no body, and some a body with no type.
    let typed = json("GET", &path, Body::empty());
    let untyped = Request::get(&path).body(Body::from("{}")).unwrap();
    for request in [typed, untyped] {
        let answer = bench.send_in_vain(&path, request).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (200, "application/json")
        );
    }
}

#[tokio::test]
async fn an_answer_that_is_not_accepted_is_not_made() {
    let bench = Bench::new().await;
    let start = || {
        json(
            "PUT",
            "/contact/chat",
            r#"{"InstanceId":"new","ContactFlowId":"f","ParticipantDetails":{"DisplayName":"A"}}"#,
        )
    };
    let error = (406, "NotAcceptableException");
    let message = "The answer would be application/json, which the Accept header does not allow.";
    for accept in [
        "text/html",
        "application/xml, text/*",
        "application/json;q=0",
        "application/cbor",
    ] {
        let mut request = start();
        request
            .headers_mut()
            .insert(ACCEPT, accept.parse().unwrap());
        bench.refuse(accept, request, error, message).await;
    }
    for accept in ["*/*", "text/html, application/*;q=0.1", "application/json"] {
        let mut request = start();
        request
            .headers_mut()
            .insert(ACCEPT, accept.parse().unwrap());
        assert_eq!(
            send(&bench.api.router, request).await.status,
            200,
            "{accept}"
        );
    }
    // The update answers with no body, which suits everyone; its errors are JSON for everyone.
    let mut request = bench.update(list(GOOD));
    request
        .headers_mut()
        .insert(ACCEPT, "text/html".parse().unwrap());
    send(&bench.api.router, request)
        .await
        .assert_empty("update");
    let mut request = bench.update("");
    request
        .headers_mut()
        .insert(ACCEPT, "text/html".parse().unwrap());
    let missing = broken(&[("/ChannelConfiguration", "not be null")]);
    bench.refuse("update", request, INVALID, &missing).await;
}

#[tokio::test]
async fn a_query_that_nobody_reads_does_no_harm() {
    let bench = Bench::new().await;
    for query in ["?", "?x", "?x=%zz", "?InstanceId=other&%FF"] {
        let path = format!("{}{query}", timers_path("i", &bench.chat));
        send(&bench.api.router, json("PUT", &path, list(GOOD)))
            .await
            .assert_empty(query);
    }
}
