//! The frames to the letter, and what is not one.

use connect_client::types::ParticipantRole;
use serde_json::json;

use crate::common::listener::Listener;
use crate::common::party::Party;

#[tokio::test]
async fn frames_are_as_chatjs_reads_them() {
    let party = Party::new().await;
    let ann = party.connection(&party.ann).await.unwrap();
    let mut anns = Listener::open(&ann.url).await.unwrap();
    // A socket that has not asked for the chat is nobody who is there.
    anns.ask(json!({"topic": "aws/heartbeat"})).await;
    assert_eq!(anns.frame().await, Some(json!({"topic": "aws/heartbeat"})));
    assert_eq!(party.transcript(&ann).await, [""; 0]);
    for nonsense in [json!([]), json!({"topic": "aws/else"}), json!(7)] {
        anns.ask(nonsense).await;
    }
    let other = json!({"topics": ["aws/other"]});
    anns.ask(json!({"topic": "aws/subscribe", "content": other}))
        .await;
    let failed = json!({"status": "failure", "topics": ["aws/other"]});
    let failed = json!({"topic": "aws/subscribe", "content": failed});
    assert_eq!(anns.frame().await, Some(failed));

    anns.subscribe().await;
    assert_eq!(anns.told().await, ["Ann: participant.joined"]);
    // Once more changes nothing.
    anns.subscribe().await;
    let id = party.says(&ann, "hello").await;
    let said = anns.items().await;
    let me = party
        .chat
        .store
        .items(&party.contact.clone().into())
        .await
        .unwrap();
    let me = me[0].by.as_ref().unwrap().participant.as_str();
    let message = json!({
        "AbsoluteTime": party.chat.clock.now().date_time(),
        "ContactId": party.contact,
        "InitialContactId": party.contact,
        "Id": id,
        "Type": "MESSAGE",
        "Content": "hello",
        "ContentType": "text/plain",
        "ParticipantId": me,
        "DisplayName": "Ann",
        "ParticipantRole": "CUSTOMER",
    });
    assert_eq!(said, [message]);
}

#[tokio::test]
async fn a_receipt_says_which_message_was_read_by_whom() {
    let party = Party::new().await;
    let ann = party.connection(&party.ann).await.unwrap();
    let mut anns = Listener::listen(&ann).await;
    let bob = party.let_in(ParticipantRole::Agent, "Bob").await;
    let bob = party.join(&bob).await;
    let id = party.says(&ann, "hello").await;
    let receipt = json!({"messageId": id}).to_string();
    party.signals(&bob, "message.read", Some(receipt)).await;
    let seen = anns.items().await;
    let receipt = seen.last().unwrap();
    let reader = receipt["ParticipantId"].as_str().unwrap();
    let read = json!({"ReadTimestamp": receipt["AbsoluteTime"], "RecipientParticipantId": reader});
    assert_eq!(receipt["Type"], "MESSAGEMETADATA");
    assert_eq!(
        receipt["MessageMetadata"],
        json!({"MessageId": id, "Receipts": [read]})
    );
}
