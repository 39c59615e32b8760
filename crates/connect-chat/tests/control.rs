//! The control routes: the clock and the record, for those who control the service.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;

use std::time::Duration;

use common::api::{Customer, Idle, timer};
use common::embedded::{MINUTE, agent, begin};
use connect_chat::clock::ClockSetting;
use connect_chat::control::client;
use connect_chat::testing;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn the_control_routes_show_and_move_the_clock() {
    let start: connect_chat::clock::ClockSetting = "manual=2026-01-31T09:00:00Z".parse().unwrap();
    let chat = testing::start_with(|config| config.clock = start)
        .await
        .unwrap();
    let control = chat.control().unwrap();
    assert_eq!(
        client::now(&control).await.unwrap(),
        "2026-01-31T09:00:00.000Z"
    );
    let (client, contact) = begin(&chat, vec![timer(Customer, Idle, 5)]).await;
    agent(&chat, &client, &contact).await;
    assert_eq!(
        client::advance(&control, 5 * MINUTE).await.unwrap(),
        "2026-01-31T09:05:00.000Z"
    );
    let get = |path: String| {
        let url = format!("{control}{path}");
        async move {
            let answer = reqwest::get(url).await.unwrap();
            (answer.status().as_u16(), answer.text().await.unwrap())
        }
    };
    let (status, text) = get(format!("/contacts/{contact}/events")).await;
    assert_eq!(status, 200);
    let events: serde_json::Value = serde_json::from_str(&text).unwrap();
    let idle = &events["Events"][2];
    assert_eq!(idle["AbsoluteTime"], "2026-01-31T09:05:00.000Z");
    assert_eq!(
        idle["ContentType"],
        "application/vnd.amazonaws.connect.event.participant.idle"
    );
    assert_eq!(
        (&idle["Type"], &idle["Kept"]),
        (&"EVENT".into(), &false.into())
    );
    assert_eq!(idle["ParticipantRole"], "CUSTOMER");
    assert_eq!(idle["ShownTo"].as_array().unwrap().len(), 2);
    assert_eq!(idle["ShownTo"][0]["Shown"], false);
    assert_eq!(get("/contacts/nowhere/events".to_owned()).await.0, 404);
    assert_eq!(get("/elsewhere".to_owned()).await.0, 404);
    assert_eq!(get("/health".to_owned()).await, (200, "ok\n".to_owned()));

    let post = |kind: &'static str, body: &'static str| {
        let call = reqwest::Client::new().post(format!("{control}/clock/advance"));
        let call = call.header("content-type", kind).body(body);
        async move { call.send().await.unwrap().status().as_u16() }
    };
    for body in [
        "",
        "{}",
        r#"{"seconds":-1}"#,
        r#"{"seconds":"5"}"#,
        r#"{"seconds":1e300}"#,
    ] {
        assert_eq!(post("application/json", body).await, 400, "{body}");
    }
    assert_eq!(post("text/plain", r#"{"seconds":1}"#).await, 415);
    assert_eq!(post("application/json", r#"{"seconds":0.5}"#).await, 200);
    assert_eq!(
        client::now(&control).await.unwrap(),
        "2026-01-31T09:05:00.500Z"
    );
    // The API's port has none of these routes.
    let elsewhere = reqwest::get(format!("{}/clock", chat.endpoint())).await;
    assert_eq!(elsewhere.unwrap().status().as_u16(), 404);
}

#[tokio::test]
async fn a_clock_that_runs_by_itself_is_not_moved() {
    for clock in [ClockSetting::Real, "scaled=60".parse().unwrap()] {
        let chat = testing::start_with(|config| config.clock = clock)
            .await
            .unwrap();
        let refused = client::advance(&chat.control().unwrap(), MINUTE).await;
        assert_eq!(
            refused.unwrap_err().to_string(),
            "the clock runs by itself; start the service with --clock manual to move it"
        );
    }
    let chat = testing::start_with(|config| config.control = None)
        .await
        .unwrap();
    assert_eq!(chat.control(), None);
}

#[tokio::test]
async fn a_browser_that_shows_a_strangers_page_does_not_control_the_service() {
    let chat = testing::start().await.unwrap();
    let control = chat.control().unwrap();
    let port = control.rsplit_once(':').unwrap().1.to_owned();
    let advance = |header: &'static str, value: String| {
        let call = reqwest::Client::new().post(format!("{control}/clock/advance"));
        let call = call.header("content-type", "application/json");
        let call = call.header(header, value).body(r#"{"seconds":1}"#);
        async move {
            let answer = call.send().await.unwrap();
            (answer.status().as_u16(), answer.text().await.unwrap())
        }
    };
    let before = chat.clock.now();
    for host in [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "localhost@evil.example",
        "evil.example@",
        "",
    ] {
        for host in [host.to_owned(), format!("{host}:{port}")] {
            let (status, text) = advance("host", host.clone()).await;
            assert_eq!(status, 403, "{host}");
            assert_eq!(
                text,
                r#"{"Message":"the Host must be an IP address, or a name without a dot such as localhost"}"#
            );
        }
    }
    for origin in ["null", "http://evil.example", &control] {
        let (status, text) = advance("origin", origin.to_owned()).await;
        assert_eq!(status, 403, "{origin}");
        assert_eq!(
            text,
            r#"{"Message":"the request has an Origin, and no page in a browser may control the service"}"#
        );
    }
    assert_eq!(chat.clock.now(), before);
    // What is only read is no more for strangers than what is changed.
    for path in ["/clock", "/contacts/x/events", "/elsewhere"] {
        let call = reqwest::Client::new().get(format!("{control}{path}"));
        let answer = call.header("host", "evil.example").send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 403, "{path}");
    }
    for host in [
        "localhost",
        "LOCALHOST",
        "127.0.0.1",
        "10.1.2.3",
        "[::1]",
        "connect-chat",
        "host.docker.internal",
    ] {
        for host in [host.to_owned(), format!("{host}:{port}")] {
            assert_eq!(advance("host", host.clone()).await.0, 200, "{host}");
        }
    }
    // No browser leaves it out, as other programs do.
    for (head, status) in [
        ("1.0\r\n\r\n", "200"),
        ("1.0\r\nhost: evil.example\r\n\r\n", "403"),
        (
            "1.0\r\nhost: localhost\r\nhost: evil.example\r\n\r\n",
            "403",
        ),
    ] {
        let address = control.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET /clock HTTP/{head}");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert_eq!(answer.split(' ').nth(1), Some(status), "{head}");
    }
}

#[tokio::test]
async fn the_clock_stays_where_a_year_has_four_digits() {
    let start: ClockSetting = "manual=9999-12-31T23:00:00Z".parse().unwrap();
    let chat = testing::start_with(|config| config.clock = start)
        .await
        .unwrap();
    let control = chat.control().unwrap();
    let refused = client::advance(&control, 60 * MINUTE).await;
    assert_eq!(
        refused.unwrap_err().to_string(),
        "the clock goes no farther than 9999-12-31T23:59:59.999Z"
    );
    let call = reqwest::Client::new().post(format!("{control}/clock/advance"));
    let call = call.header("content-type", "application/json");
    let answer = call.body(r#"{"seconds":3600}"#).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 400);
    assert_eq!(
        client::now(&control).await.unwrap(),
        "9999-12-31T23:00:00.000Z"
    );
    let last = client::advance(&control, 60 * MINUTE - Duration::from_millis(1)).await;
    assert_eq!(last.unwrap(), "9999-12-31T23:59:59.999Z");
}
