//! Several services on one port, and this one among a program's other routes.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::sync::Arc;

use axum::body::Body;
use http::Request;
use lockstep_core::operation::ServiceSpec;
use lockstep_server::{Limits, Service};
use support::*;
use tower::ServiceExt;

const CRATES: ServiceSpec = ServiceSpec {
    id: "example.crates#Crates",
    name: "Crates",
    ..BOXES
};

like_fill_box! { CRATES:
    FillCrate { uri: "/crates/{Name}" }
}

fn crates() -> Service {
    let answer = |_, _, _| async {
        Ok(FillBoxResponse {
            text: "crate".to_owned(),
        })
    };
    Service::new(&CRATES).operation(FillCrate, &Arc::new(()), answer)
}

#[tokio::test]
async fn both_services_answer_and_the_rest_is_unknown() {
    let both = echo().merge(crates());
    assert!(both.conflicts().is_empty());
    assert_eq!(
        send(both.clone(), fill_box()).await.body,
        r#"{"Text":"b1 Some(\"red\") 3"}"#
    );
    let fill_crate = put("/crates/c", r#"{"Count":1}"#);
    assert_eq!(
        send(both.clone(), fill_crate).await.body,
        r#"{"Text":"crate"}"#
    );
    let unknown = put("/barrels/b", r#"{"Count":1}"#);
    send(both, unknown)
        .await
        .assert_error(404, "UnknownOperationException");
}

#[tokio::test]
async fn a_merged_service_keeps_its_own_limits() {
    let small = Limits::default().body_bytes(5);
    let before = echo().merge(crates().limits(small));
    let after = crates().merge(echo()).limits(small);
    for (service, boxes) in [(before, 200), (after, 413)] {
        assert_eq!(send(service.clone(), fill_box()).await.status, boxes);
        let answer = send(service, put("/crates/c", r#"{"Count":1}"#)).await;
        answer.assert_error(413, "RequestEntityTooLargeException");
    }
}

#[tokio::test]
async fn of_two_equal_routes_the_first_answers_and_both_are_named() {
    let deaf = boxes(|_, _| async {
        Ok(FillBoxResponse {
            text: String::new(),
        })
    });
    let both = echo().merge(deaf);
    let names: Vec<_> = both
        .conflicts()
        .iter()
        .map(|c| (c.kept.name, c.left_out.name))
        .collect();
    assert_eq!(names, [("FillBox", "FillBox"), ("PingBox", "PingBox")]);
    assert_eq!(
        send(both, fill_box()).await.body,
        r#"{"Text":"b1 Some(\"red\") 3"}"#
    );
}

#[tokio::test]
async fn the_router_lives_among_other_routes_and_below_a_prefix() {
    let app = echo()
        .into_router()
        .route("/health", axum::routing::any(|| async { "well" }))
        .nest_service("/v1", crates().into_service());
    let get = Request::get("/health").body(Body::empty()).unwrap();
    assert_eq!(
        receive(app.clone().oneshot(get).await.unwrap()).await.body,
        "well"
    );
    let nested = put("/v1/crates/c", r#"{"Count":1}"#);
    let answer = receive(app.clone().oneshot(nested).await.unwrap()).await;
    assert_eq!(answer.body, r#"{"Text":"crate"}"#);
    assert_eq!(
        receive(app.oneshot(fill_box()).await.unwrap()).await.status,
        200
    );
}
