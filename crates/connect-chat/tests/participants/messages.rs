//! What participants say, and what it does to the timers.

use connect_client::types::ParticipantRole;
use connect_participant_client::types::{
    GetTranscriptRequest, Receipt, SendEventError, SendEventRequest, SendMessageError,
    SendMessageRequest,
};

use crate::common::api::{Customer, DisconnectNoncustomer, Idle};
use crate::common::party::{Party, Seat};

async fn ann_and_bob(party: &Party) -> (Seat, Seat) {
    let ann = party.join(&party.ann).await;
    let bob = party.let_in(ParticipantRole::Agent, "Bob").await;
    (ann, party.join(&bob).await)
}

#[tokio::test]
async fn a_message_is_said_once_for_each_token_of_its_author() {
    let party = Party::new().await;
    let (ann, bob) = ann_and_bob(&party).await;
    let message = |seat: &Seat, text: &str| SendMessageRequest {
        client_token: Some("token".to_owned()),
        ..SendMessageRequest::new("text/plain", text, &seat.token)
    };
    let first = party.service.send_message(message(&ann, "hello")).await;
    let again = party.service.send_message(message(&ann, "anything")).await;
    let first = first.unwrap();
    assert_eq!(first, again.unwrap());
    assert_eq!(
        first.absolute_time,
        Some(party.chat.clock.now().date_time())
    );
    let other = party.service.send_message(message(&bob, "hi")).await;
    assert_ne!(other.unwrap().id, first.id);
    let said = party.transcript(&ann).await;
    assert_eq!(said[2..], ["Ann: hello", "Bob: hi"]);
}

#[tokio::test]
async fn messages_are_activity_and_what_clients_signal_is_not() {
    let party = Party::new().await;
    party
        .timers(&[(Customer, Idle, 10), (Customer, DisconnectNoncustomer, 10)])
        .await;
    let (ann, bob) = ann_and_bob(&party).await;
    party.advance(9).await;
    let id = party.says(&ann, "still here").await;
    party.advance(9).await;
    party.signals(&ann, "typing", None).await;
    let receipt = format!(r#"{{"messageId":"{id}"}}"#);
    party
        .signals(&bob, "message.read", Some(receipt.clone()))
        .await;
    party
        .signals(&bob, "message.delivered", Some(receipt))
        .await;
    party.signals(&bob, "connection.acknowledged", None).await;
    party.advance(1).await;
    party.says(&ann, "oh").await;
    party.advance(20).await;
    let record = party.chat.store.items(&party.contact.clone().into()).await;
    let kinds: Vec<_> = record
        .unwrap()
        .iter()
        .map(|item| item.kind.content_type())
        .collect();
    let short = |kind: &&'static str| {
        let end = kind.rsplit('.').next().unwrap();
        end.trim_start_matches("text/").to_owned()
    };
    let kinds: Vec<String> = kinds.iter().map(short).collect();
    assert_eq!(
        kinds.join(" "),
        "joined joined plain typing read delivered acknowledged idle plain returned idle autodisconnection left"
    );
    // Of all that, the transcript has this.
    let kept = party.transcript(&ann).await;
    assert_eq!(
        kept,
        [
            "Ann: participant.joined",
            "Bob: participant.joined",
            "Ann: still here",
            "Ann: oh",
            "Bob: participant.left"
        ]
    );
}

#[tokio::test]
async fn who_speaks_is_there() {
    let party = Party::new().await;
    let ann = party.connection(&party.ann).await.unwrap();
    party.says(&ann, "hello").await;
    let said = party.transcript(&ann).await;
    assert_eq!(said, ["Ann: participant.joined", "Ann: hello"]);
}

#[tokio::test]
async fn what_cannot_be_said_is_refused_with_the_reason() {
    let party = Party::new().await;
    let (ann, bob) = ann_and_bob(&party).await;
    for (kind, content) in [
        ("text/html", "<b>".to_owned()),
        ("text/plain", "x".repeat(1_025)),
        ("application/json", "x".repeat(12_001)),
    ] {
        let message = SendMessageRequest::new(kind, content, &ann.token);
        let refused = party.service.send_message(message).await.unwrap_err();
        assert!(
            matches!(
                refused.service_error(),
                Some(SendMessageError::ValidationException(error)) if error.message.contains("Content")
            ),
            "{refused:?}"
        );
    }
    let event = |kind: &str, content: Option<&str>| SendEventRequest {
        content: content.map(str::to_owned),
        ..SendEventRequest::new(
            format!("application/vnd.amazonaws.connect.event.{kind}"),
            &ann.token,
        )
    };
    for event in [
        event("participant.idle", None),
        event("chat.ended", None),
        event("message.read", None),
        event("message.read", Some("{}")),
        event("message.read", Some(r#"{"messageId":"none"}"#)),
    ] {
        let refused = party.service.send_event(event).await.unwrap_err();
        assert!(matches!(
            refused.service_error(),
            Some(SendEventError::ValidationException(_))
        ));
    }
    // With three there are no receipts.
    let id = party.says(&bob, "hi").await;
    let eve = party.let_in(ParticipantRole::Supervisor, "Eve").await;
    party.join(&eve).await;
    let receipt = format!(r#"{{"messageId":"{id}"}}"#);
    let read = event("message.read", Some(&receipt));
    let refused = party.service.send_event(read).await.unwrap_err();
    assert!(matches!(
        refused.service_error(),
        Some(SendEventError::ConflictException(_))
    ));
    assert_eq!(party.transcript(&ann).await.len(), 4);
}

#[tokio::test]
async fn the_transcript_tells_who_has_received_a_message() {
    let party = Party::new().await;
    let (ann, bob) = ann_and_bob(&party).await;
    let id = party.says(&ann, "hello").await;
    let other = party.says(&ann, "anyone?").await;
    let mut times = Vec::new();
    for (kind, message) in [
        ("message.delivered", &id),
        ("message.read", &id),
        // What was read once is not read again.
        ("message.read", &id),
        ("message.delivered", &other),
    ] {
        party.advance(1).await;
        let receipt = format!(r#"{{"messageId":"{message}"}}"#);
        party.signals(&bob, kind, Some(receipt)).await;
        times.push(party.chat.clock.now().date_time());
    }
    let call = GetTranscriptRequest::new(&ann.token);
    let read = party.service.get_transcript(call).await.unwrap();
    let items = read.transcript.unwrap();
    let receipts: Vec<_> = items
        .iter()
        .filter_map(|item| {
            let metadata = item.message_metadata.clone()?;
            assert_eq!(metadata.message_id, item.id);
            let [receipt] = &metadata.receipts?[..] else {
                panic!("there is one recipient");
            };
            Some((item.content.clone()?, receipt.clone()))
        })
        .collect();
    let bob = receipts[0].1.recipient_participant_id.clone();
    assert!(bob.is_some() && bob != items[0].participant_id);
    let receipt = |delivered: usize, read: Option<usize>| Receipt {
        delivered_timestamp: Some(times[delivered].clone()),
        read_timestamp: read.map(|read| times[read].clone()),
        recipient_participant_id: bob.clone(),
    };
    // The newest first.
    assert_eq!(
        receipts,
        [
            ("anyone?".to_owned(), receipt(3, None)),
            ("hello".to_owned(), receipt(0, Some(1))),
        ]
    );
}
