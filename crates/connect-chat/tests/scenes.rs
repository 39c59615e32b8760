//! The scenes of the four timers over HTTP: a signed client, a clock that is moved by hand, and no sleep.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;

use common::api::{Agent, Customer, DisconnectNoncustomer, Idle, timer};
use common::embedded::{DAY, MINUTE, agent, begin, client_of, record, set};
use connect_chat::flows::DisconnectFlow;
use connect_chat::moment::Moment;
use connect_chat::testing;
use connect_client::types::{DescribeContactRequest, TransferContactRequest};

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
        updated > lockstep_core::Timestamp::from_millis(Moment::now().after(DAY / 2).as_millis())
    );
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

#[tokio::test]
async fn the_timers_go_on_after_a_restart_in_their_middle() {
    let folder = tempfile::tempdir().unwrap();
    let place = |config: &mut connect_chat::config::Config| {
        config.data_dir = folder.path().to_owned();
    };
    let chat = testing::start_with(place).await.unwrap();
    let timers = vec![
        timer(Customer, Idle, 5),
        timer(Customer, DisconnectNoncustomer, 10),
    ];
    let (client, contact) = begin(&chat, timers).await;
    agent(&chat, &client, &contact).await;
    let stopped_at = chat.clock.advance(3 * MINUTE).await.unwrap();
    chat.stop().await.unwrap();

    // The clock stood, and two minutes are left.
    let chat = testing::start_with(place).await.unwrap();
    assert_eq!(chat.clock.now(), stopped_at);
    chat.clock.advance(2 * MINUTE).await.unwrap();
    assert_eq!(
        record(&chat, &contact).await[2..],
        ["5 Ann participant.idle (2)"]
    );
    chat.stop().await.unwrap();

    let chat = testing::start_with(place).await.unwrap();
    // While it is idle, an update is stored, and this agent's timers are not touched.
    let client = client_of(&chat);
    set(
        &client,
        &contact,
        vec![timer(Customer, DisconnectNoncustomer, 2)],
    )
    .await;
    chat.clock.advance(DAY).await.unwrap();
    assert_eq!(
        record(&chat, &contact).await[3..],
        [
            "15 Ann participant.autodisconnection (1)",
            "15 Bea participant.left (1)",
        ]
    );
}
