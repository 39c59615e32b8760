//! The program lets timers run out by itself, when they are due, whatever happened to the process in between.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;

use common::api::{Customer, DisconnectNoncustomer, Idle, start, timer, update};
use common::listener::Listener;
use common::party::connection;
use common::program::Program;
use connect_client::types::{CreateParticipantRequest, ParticipantDetailsToAdd, ParticipantRole};
use serde_json::Value;

/// The token of an agent who is let in.
async fn agent(connect: &connect_client::Client, contact: &str, name: &str) -> String {
    let details = ParticipantDetailsToAdd {
        participant_role: Some(ParticipantRole::Agent),
        display_name: Some(name.to_owned()),
    };
    let create = CreateParticipantRequest::new("i", contact, details);
    let agent = connect.create_participant(create).await.unwrap();
    let credentials = agent.participant_credentials.unwrap();
    credentials.participant_token.unwrap()
}

/// The next item of this kind at a socket, whatever comes before it.
async fn next(listener: &mut Listener, kind: &str) -> Value {
    loop {
        let item = listener.item().await.unwrap();
        if item["ContentType"].as_str().unwrap().ends_with(kind) {
            return item;
        }
    }
}

#[tokio::test]
async fn a_timer_runs_out_by_itself_and_after_the_program_was_killed() {
    let folder = tempfile::tempdir().unwrap();
    // Two minutes are over in a second.
    let flags = ["--clock", "scaled=120"];
    let program = Program::start(folder.path(), &flags);
    let connect = program.client();
    let started = connect.start_chat_contact(start("i")).await.unwrap();
    let contact = started.contact_id.unwrap();
    let idle = update("i", &contact, vec![timer(Customer, Idle, 2)]);
    connect.update_participant_role_config(idle).await.unwrap();
    let bob = agent(&connect, &contact, "Bob").await;
    let ann_token = started.participant_token.unwrap();
    let service = program.participant_service();
    let ann = connection(&service, &ann_token).await.unwrap();
    let mut ann = Listener::listen(&ann).await;
    let bob = connection(&service, &bob).await.unwrap();
    let mut bob = Listener::listen(&bob).await;
    let seen = next(&mut ann, "participant.idle").await;
    assert_eq!(seen, next(&mut bob, "participant.idle").await);
    assert_eq!(seen["DisplayName"], "Ann");

    // The agent's timer begins with another agent's coming, and the program is gone before it runs out.
    let auto_disconnect = timer(Customer, DisconnectNoncustomer, 2);
    let call = update("i", &contact, vec![auto_disconnect]);
    connect.update_participant_role_config(call).await.unwrap();
    let eve = agent(&connect, &contact, "Eve").await;
    let eve = connection(&service, &eve).await.unwrap();
    drop(Listener::listen(&eve).await);
    assert!(!program.kill().success());

    let program = Program::start(folder.path(), &flags);
    let ann = connection(&program.participant_service(), &ann_token)
        .await
        .unwrap();
    let mut ann = Listener::listen(&ann).await;
    let seen = next(&mut ann, "participant.autodisconnection").await;
    assert_eq!(seen["DisplayName"], "Ann");
    let gone = [
        next(&mut ann, "participant.left").await,
        next(&mut ann, "participant.left").await,
    ];
    assert_eq!(gone.map(|item| item["DisplayName"].clone()), ["Bob", "Eve"]);
}
