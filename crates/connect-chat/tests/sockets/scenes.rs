//! Whole chats, as a customer and an agent see them.

use connect_client::types::{ParticipantRole, StopContactRequest};

use crate::common::api::{Agent, Customer, DisconnectNoncustomer, Idle};
use crate::common::listener::Listener;
use crate::common::party::Party;

#[tokio::test]
async fn a_customer_falls_silent_returns_and_falls_silent_for_good() {
    let party = Party::new().await;
    party
        .timers(&[(Customer, Idle, 5), (Customer, DisconnectNoncustomer, 10)])
        .await;
    let ann = party.connection(&party.ann).await.unwrap();
    let mut anns = Listener::listen(&ann).await;
    let token = party.let_in(ParticipantRole::Agent, "Bob").await;
    let bob = party.connection(&token).await.unwrap();
    let mut bobs = Listener::listen(&bob).await;
    let joined = ["Ann: participant.joined", "Bob: participant.joined"];
    assert_eq!(anns.told().await, joined);
    assert_eq!(bobs.told().await, joined[1..]);

    party.says(&bob, "how can I help?").await;
    party.says(&ann, "my boat leaks").await;
    party.signals(&bob, "typing", None).await;
    let said = ["Bob: how can I help?", "Ann: my boat leaks", "Bob: typing"];
    assert_eq!(anns.told().await, said);
    assert_eq!(bobs.told().await, said);

    // What falls due was written when the clock has been moved.
    party.advance(5).await;
    let idle = ["Ann: participant.idle"];
    assert_eq!(
        (anns.told().await, bobs.told().await),
        (
            idle.map(str::to_owned).to_vec(),
            idle.map(str::to_owned).to_vec()
        )
    );
    party.says(&ann, "it sank").await;
    let back = ["Ann: it sank", "Ann: participant.returned"];
    assert_eq!(anns.told().await, back);
    assert_eq!(bobs.told().await, back);

    party.advance(15).await;
    assert_eq!(
        anns.told().await,
        [
            "Ann: participant.idle",
            "Ann: participant.autodisconnection",
            "Bob: participant.left"
        ]
    );
    // The agent is gone, and was not told why.
    let (last, code) = bobs.until_closed().await;
    assert_eq!(
        (&last[..], code),
        (&["Ann: participant.idle".to_owned()][..], Some(1000))
    );
    assert!(party.connection(&token).await.is_err());
    assert_eq!(Listener::refused(&bob.url).await, 403);

    let stop = StopContactRequest::new(&party.contact, "i");
    party.connect.stop_contact(stop).await.unwrap();
    let (last, code) = anns.until_closed().await;
    assert_eq!(
        (&last[..], code),
        (&["-: chat.ended".to_owned()][..], Some(1000))
    );
}

#[tokio::test]
async fn a_chat_is_passed_on_and_its_timers_with_it() {
    let mut party = Party::new().await;
    party.timers(&[(Agent, Idle, 7)]).await;
    let first = party.contact.clone();
    let ann = party.connection(&party.ann).await.unwrap();
    let mut anns = Listener::listen(&ann).await;
    let bob = party.let_in(ParticipantRole::Agent, "Bob").await;
    let bob = party.connection(&bob).await.unwrap();
    let mut bobs = Listener::listen(&bob).await;
    assert_eq!(bobs.told().await, ["Bob: participant.joined"]);
    party.transfer().await;
    let (last, code) = bobs.until_closed().await;
    assert_eq!(
        (&last[..], code),
        (&["-: transfer.succeeded".to_owned()][..], Some(1000))
    );
    party.advance(60).await;

    let eve = party.let_in(ParticipantRole::Agent, "Eve").await;
    let eve = party.connection(&eve).await.unwrap();
    let mut eves = Listener::listen(&eve).await;
    party.advance(7).await;
    assert_eq!(
        anns.told().await,
        [
            "Ann: participant.joined",
            "Bob: participant.joined",
            "-: transfer.succeeded",
            "Bob: participant.left",
            "Eve: participant.joined",
            "Eve: participant.idle"
        ]
    );
    let seen = eves.items().await;
    assert_eq!(seen.len(), 2);
    for item in seen {
        assert_eq!(item["ContactId"], party.contact);
        assert_eq!(item["InitialContactId"], first);
    }
}

#[tokio::test]
async fn what_nobody_was_shown_is_shown_after_a_restart_with_the_same_id() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_owned();
    let party = Party::with(|config| config.data_dir = place.clone()).await;
    party.timers(&[(Customer, Idle, 5)]).await;
    let ann = party.connection(&party.ann).await.unwrap();
    let mut anns = Listener::listen(&ann).await;
    let bob = party.let_in(ParticipantRole::Agent, "Bob").await;
    let bob = party.join(&bob).await;
    assert_eq!(anns.told().await.len(), 2);
    drop(anns);
    party.chat.sockets.until_at_most(0).await;
    party.says(&bob, "hello?").await;
    party.signals(&bob, "typing", None).await;
    party.advance(5).await;
    let contact = party.contact.clone().into();
    let record = party.chat.store.items(&contact).await.unwrap();
    let idle = record.last().unwrap().id.to_string();
    let token = party.ann.clone();
    drop(party);

    let party = Party::with(|config| config.data_dir = place).await;
    // Both tokens are as good as before.
    let ann = party.connection(&token).await.unwrap();
    let mut anns = Listener::listen(&ann).await;
    let seen = anns.items().await;
    let ids: Vec<&str> = seen
        .iter()
        .map(|item| item["Id"].as_str().unwrap())
        .collect();
    // That someone was typing is not news any more.
    assert_eq!(seen.len(), 2, "{seen:?}");
    assert_eq!((&seen[0]["Content"], ids[1]), (&"hello?".into(), &*idle));
    party.says(&bob, "ah, there you are").await;
    assert_eq!(anns.told().await, ["Bob: ah, there you are"]);
    // And once it is shown, it is not shown again.
    let again = party.connection(&token).await.unwrap();
    assert_eq!(Listener::listen(&again).await.told().await.len(), 0);
}
