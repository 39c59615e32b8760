//! Who is let in, by what, and until when.

use std::time::Duration;

use connect_chat::connection::{Bearer, ConnectionToken, NewConnection, TICKET_LIFE, TOKEN_LIFE};
use connect_chat::ids::ParticipantToken;
use connect_chat::moment::Moment;
use connect_chat::store::StoreError;
use connect_client::types::{DescribeContactRequest, ParticipantRole, StopContactRequest};
use connect_participant_client::types::{
    ConnectionType, CreateParticipantConnectionError, CreateParticipantConnectionRequest,
    DisconnectParticipantError, DisconnectParticipantRequest, SendMessageError, SendMessageRequest,
};
use lockstep_core::Timestamp;

use crate::common::party::Party;

#[tokio::test]
async fn a_connection_has_what_was_asked_for_with_its_ends_on_the_machines_clock() {
    let party = Party::new().await;
    // A month of the chat's own time is nothing to a token.
    party.advance(30 * 24 * 60).await;
    let call = |kinds: &[ConnectionType]| CreateParticipantConnectionRequest {
        r#type: Some(kinds.to_vec()),
        ..CreateParticipantConnectionRequest::new(&party.ann)
    };
    let both = [
        ConnectionType::Websocket,
        ConnectionType::ConnectionCredentials,
    ];
    let made = party.service.create_participant_connection(call(&both));
    let made = made.await.unwrap();
    let (socket, credentials) = (
        made.websocket.unwrap(),
        made.connection_credentials.unwrap(),
    );
    let port = party.chat.endpoint().rsplit(':').next().unwrap().to_owned();
    let begin = format!("ws://127.0.0.1:{port}/participant/websocket?ticket=");
    let ticket = socket.url.unwrap().strip_prefix(&begin).unwrap().to_owned();
    let token = credentials.connection_token.unwrap();
    assert!(ticket.len() == 64 && token.len() == 64 && ticket != token && token != party.ann);
    let now = Moment::now();
    for (end, life) in [
        (socket.connection_expiry.unwrap(), 3_540),
        (credentials.expiry.unwrap(), 24 * 60 * 60),
    ] {
        let earliest = now.after(Duration::from_secs(life - 60)).date_time();
        let latest = now.after(Duration::from_secs(life + 1)).date_time();
        assert!((earliest..=latest).contains(&end), "{end}");
    }
    let one = [ConnectionType::Websocket];
    let made = party.service.create_participant_connection(call(&one));
    let made = made.await.unwrap();
    assert!(made.websocket.is_some() && made.connection_credentials.is_none());

    let nothing = CreateParticipantConnectionRequest::new(&party.ann);
    let refused = party.service.create_participant_connection(nothing).await;
    let refused = refused.unwrap_err();
    assert!(matches!(
        refused.service_error(),
        Some(CreateParticipantConnectionError::ValidationException(error)) if !error.message.is_empty()
    ));
}

#[tokio::test]
async fn a_token_of_the_other_kind_or_of_nobody_is_denied() {
    let party = Party::new().await;
    let seat = party.connection(&party.ann).await.unwrap();
    for token in [&seat.token, "nobody's"] {
        let refused = party.connection(token).await.unwrap_err();
        assert!(matches!(
            refused.service_error(),
            Some(CreateParticipantConnectionError::AccessDeniedException(error)) if !error.message.is_empty()
        ));
    }
    for token in [&party.ann, "nobody's"] {
        let message = SendMessageRequest::new("text/plain", "hello", token);
        let refused = party.service.send_message(message).await.unwrap_err();
        assert!(matches!(
            refused.service_error(),
            Some(SendMessageError::AccessDeniedException(_))
        ));
    }
}

#[tokio::test]
async fn who_has_left_stays_out_and_may_say_so_again() {
    let party = Party::new().await;
    let ann = party.join(&party.ann).await;
    let token = party.let_in(ParticipantRole::Agent, "Bob").await;
    let bob = party.join(&token).await;
    let leave = |token: &str| DisconnectParticipantRequest {
        client_token: Some(token.to_owned()),
        ..DisconnectParticipantRequest::new(&bob.token)
    };
    for _ in 0..2 {
        let left = party.service.disconnect_participant(leave("one")).await;
        left.unwrap();
    }
    let again = party.service.disconnect_participant(leave("two")).await;
    assert!(matches!(
        again.unwrap_err().service_error(),
        Some(DisconnectParticipantError::AccessDeniedException(_))
    ));
    assert!(party.connection(&token).await.is_err());
    assert_eq!(
        party.transcript(&ann).await,
        [
            "Ann: participant.joined",
            "Bob: participant.joined",
            "Bob: participant.left"
        ]
    );
    let stop = StopContactRequest::new(&party.contact, "i");
    party.connect.stop_contact(stop).await.unwrap();
    let message = SendMessageRequest::new("text/plain", "hello?", &ann.token);
    let refused = party.service.send_message(message).await.unwrap_err();
    assert!(matches!(
        refused.service_error(),
        Some(SendMessageError::AccessDeniedException(_))
    ));
    assert!(party.connection(&party.ann).await.is_err());
}

#[tokio::test]
async fn tokens_and_tickets_end_at_their_time() {
    let party = Party::new().await;
    let (store, clock) = (&party.chat.store, &party.chat.clock);
    let at = Moment::now();
    let ann = ParticipantToken::from(party.ann.clone());
    let new = NewConnection::fresh(true, at);
    let made = store.open_connection(ann.clone(), new.clone(), clock.now());
    made.await.unwrap();
    let life = |life: Duration| (at.after(life - Duration::from_millis(1)), at.after(life));
    let (last, end) = life(TICKET_LIFE);
    assert!(store.participant_by_ticket(&new.ticket, last).await.is_ok());
    let late = store.participant_by_ticket(&new.ticket, end).await;
    assert!(matches!(late, Err(StoreError::TokenExpired)));

    let (last, end) = life(TOKEN_LIFE);
    let leave = |token: &ConnectionToken, at| {
        let token = token.clone();
        store.leave(Bearer { token, at }, None, clock.now())
    };
    let late = leave(&new.token, end).await;
    assert!(matches!(late, Err(StoreError::TokenExpired)));
    // A later connection cleans up after it.
    let later = NewConnection::fresh(false, end);
    let made = store.open_connection(ann, later.clone(), clock.now());
    made.await.unwrap();
    let gone = leave(&new.token, last).await;
    assert!(matches!(gone, Err(StoreError::ParticipantNotFound)));
    leave(&later.token, end).await.unwrap();
}

#[tokio::test]
async fn a_contact_tells_which_agent_came_into_it_last() {
    let mut party = Party::new().await;
    let described = async |party: &Party| {
        let call = DescribeContactRequest::new("i", &party.contact);
        let described = party.connect.describe_contact(call).await.unwrap();
        described.contact.unwrap().agent_info
    };
    assert_eq!(described(&party).await, None);
    party.join(&party.ann).await;
    let boss = party.let_in(ParticipantRole::Supervisor, "Eve").await;
    party.join(&boss).await;
    assert_eq!(described(&party).await, None);

    // All in the same moment of the chat's own time: the record knows the order.
    let bob = party.let_in(ParticipantRole::Agent, "Bob").await;
    party.join(&bob).await;
    let before = described(&party).await.unwrap();
    let first = party.contact.clone();
    party.transfer().await;
    assert_eq!(described(&party).await, None);
    let bea = party.let_in(ParticipantRole::Agent, "Bea").await;
    party.join(&bea).await;
    let bea = described(&party).await.unwrap();
    let now = Timestamp::from_millis(party.chat.clock.now().as_millis());
    assert_eq!(bea.connected_to_agent_timestamp, Some(now));
    assert!(bea.id.is_some() && bea.id != before.id);
    party.contact = first;
    assert_eq!(described(&party).await, Some(before));
}
