//! The control routes, and the scenes of the four timers over HTTP: a signed client, a clock that is moved by
//! hand, and no sleep.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::routing::post;
use common::api::{Agent, Customer, DisconnectNoncustomer, Idle, start, timer, update};
use common::scene::told;
use connect_chat::clock::ClockSetting;
use connect_chat::control::client;
use connect_chat::flows::DisconnectFlow;
use connect_chat::testing::{self, TestChat};
use connect_client::Client;
use connect_client::types::{
    CreateParticipantRequest, DescribeContactRequest, ParticipantDetailsToAdd, ParticipantRole,
    ParticipantTimerConfiguration, TransferContactRequest,
};
use lockstep_client::{Credentials, Retries};
use tokio::net::TcpListener;

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn client_of(chat: &TestChat) -> Client {
    let (key, secret) = chat.credentials();
    let client = lockstep_client::Client::builder()
        .endpoint(chat.endpoint())
        .credentials(Credentials::new(key, secret))
        .region("us-east-1")
        .retries(Retries::off());
    client.build().unwrap().into()
}

/// A chat whose customer is there, with these timers.
async fn begin(chat: &TestChat, timers: Vec<ParticipantTimerConfiguration>) -> (Client, String) {
    let client = client_of(chat);
    let started = client.start_chat_contact(start("i")).await.unwrap();
    let contact = started.contact_id.unwrap();
    let customer = started.participant_id.unwrap();
    set(&client, &contact, timers).await;
    chat.store
        .connect(customer.into(), chat.clock.now())
        .await
        .unwrap();
    (client, contact)
}

async fn set(client: &Client, contact: &str, timers: Vec<ParticipantTimerConfiguration>) {
    let call = update("i", contact, timers);
    client.update_participant_role_config(call).await.unwrap();
}

/// An agent who comes in. Until there is a participant service, that is a call to the store.
async fn agent(chat: &TestChat, client: &Client, contact: &str) -> String {
    let details = ParticipantDetailsToAdd {
        participant_role: Some(ParticipantRole::Agent),
        display_name: Some("Bea".to_owned()),
    };
    let call = CreateParticipantRequest::new("i", contact, details);
    let agent = client.create_participant(call).await.unwrap();
    let agent = agent.participant_id.unwrap();
    chat.store
        .connect(agent.clone().into(), chat.clock.now())
        .await
        .unwrap();
    agent
}

/// What happened since the last time, with the minutes counted from the start of the chat.
async fn record(chat: &TestChat, contact: &str) -> Vec<String> {
    let items = chat.store.items(&contact.to_owned().into()).await.unwrap();
    let start = items[0].at;
    let minute = |at: connect_chat::moment::Moment| at.since(start).as_secs() / 60;
    let lines = told(&items).into_iter().zip(&items).map(|(line, item)| {
        let rest = line.split_once(' ').unwrap().1.to_owned();
        format!("{} {rest}", minute(item.at))
    });
    lines.collect()
}

#[tokio::test]
async fn the_four_timers_over_http() {
    let chat = testing::start().await.unwrap();
    let timers = vec![
        timer(Customer, Idle, 5),
        timer(Customer, DisconnectNoncustomer, 10),
        timer(Agent, Idle, 3),
        timer(Agent, DisconnectNoncustomer, 480),
    ];
    let (client, contact) = begin(&chat, timers).await;
    let bea = agent(&chat, &client, &contact).await;
    chat.clock.advance(4 * MINUTE).await.unwrap();
    let said = chat.store.activity(
        bea.into(),
        chat_timeouts::Activity::Message,
        chat.clock.now(),
    );
    said.await.unwrap();
    // This is for the next agent, and not for Bea.
    set(
        &client,
        &contact,
        vec![timer(Customer, DisconnectNoncustomer, 2)],
    )
    .await;
    chat.clock.advance(DAY).await.unwrap();
    assert_eq!(
        record(&chat, &contact).await,
        [
            "0 Ann participant.joined (1)",
            "0 Bea participant.joined (2)",
            "3 Bea participant.idle (2)",
            "4 Bea participant.returned (2)",
            "5 Ann participant.idle (2)",
            "7 Bea participant.idle (2)",
            "15 Ann participant.autodisconnection (1)",
            "15 Bea participant.left (1)",
        ]
    );
    // The next agent, in the next contact: the timers went along.
    let call = TransferContactRequest::new("i", &contact, "f");
    let next = client.transfer_contact(call).await.unwrap();
    let next = next.contact_id.unwrap();
    agent(&chat, &client, &next).await;
    chat.clock.advance(DAY).await.unwrap();
    let after: Vec<_> = record(&chat, &next).await.into_iter().skip(8).collect();
    assert_eq!(
        after,
        [
            "1444  transfer.succeeded (1)",
            "1444 Bea participant.joined (2)",
            "1447 Bea participant.idle (2)",
            "1449 Ann participant.idle (2)",
            "1451 Ann participant.autodisconnection (1)",
            "1451 Bea participant.left (1)",
        ]
    );
    // Two days have passed, and a signature by the machine's clock is still good.
    let call = DescribeContactRequest::new("i", &next);
    let described = client.describe_contact(call).await.unwrap();
    let updated = described.contact.unwrap().last_update_timestamp.unwrap();
    assert!(
        updated
            > lockstep_core::Timestamp::from_millis(
                connect_chat::moment::Moment::now()
                    .after(DAY / 2)
                    .as_millis()
            )
    );
}

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

/// A webhook that notes what it is told, and answers with this status.
async fn webhook(status: u16) -> (DisconnectFlow, Arc<Mutex<Vec<String>>>) {
    let told: Arc<Mutex<Vec<String>>> = Arc::default();
    let noting = told.clone();
    let router = Router::new().route(
        "/flow",
        post(move |body: String| async move {
            noting.lock().unwrap().push(body);
            axum::http::StatusCode::from_u16(status).unwrap()
        }),
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(axum::serve(listener, router).into_future());
    (format!("http://{address}/flow").parse().unwrap(), told)
}

#[tokio::test]
async fn a_webhook_is_told_before_the_advance_is_over() {
    // What it answers makes no difference to the record.
    for status in [200, 500] {
        let (flow, told) = webhook(status).await;
        let chat = testing::start_with(|config| config.disconnect_flow = flow)
            .await
            .unwrap();
        let timers = vec![timer(Customer, DisconnectNoncustomer, 5)];
        let (client, contact) = begin(&chat, timers).await;
        agent(&chat, &client, &contact).await;
        chat.clock.advance(DAY).await.unwrap();
        let told = told.lock().unwrap().clone();
        assert_eq!(told.len(), 1);
        let told: serde_json::Value = serde_json::from_str(&told[0]).unwrap();
        let items = chat.store.items(&contact.clone().into()).await.unwrap();
        assert_eq!(told["Id"], items[2].id.as_str());
        assert_eq!(told["ContactId"], contact.as_str());
        assert_eq!(
            told["ContentType"],
            "application/vnd.amazonaws.connect.event.participant.autodisconnection"
        );
        assert_eq!(chat.store.flows().await.unwrap(), []);
    }
}

#[tokio::test]
async fn a_chat_can_end_by_auto_disconnect() {
    let end = |config: &mut connect_chat::config::Config| {
        config.disconnect_flow = DisconnectFlow::End;
    };
    let chat = testing::start_with(end).await.unwrap();
    let timers = vec![timer(Agent, DisconnectNoncustomer, 5)];
    let (client, contact) = begin(&chat, timers).await;
    agent(&chat, &client, &contact).await;
    chat.clock.advance(DAY).await.unwrap();
    let record = record(&chat, &contact).await;
    assert_eq!(record[2], "5 Bea participant.autodisconnection (1)");
    assert_eq!(record[4], "5  chat.ended (1)");
    let call = DescribeContactRequest::new("i", &contact);
    let described = client
        .describe_contact(call)
        .await
        .unwrap()
        .contact
        .unwrap();
    assert!(described.disconnect_timestamp.is_some());
}
