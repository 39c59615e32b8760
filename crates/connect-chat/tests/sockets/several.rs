//! Several sockets of one participant, and one that does not keep up.

use std::time::Duration;

use connect_chat::ids::{ParticipantId, ParticipantToken};
use connect_client::types::ParticipantRole;
use connect_participant_client::types::SendMessageRequest;

use crate::common::listener::Listener;
use crate::common::party::Party;

async fn participant(party: &Party, token: &str) -> ParticipantId {
    let token = ParticipantToken::from(token.to_owned());
    let holder = party.chat.store.bearer(&token).await.unwrap();
    holder.participant.id
}

#[tokio::test]
async fn each_socket_is_shown_everything_and_there_are_five_at_most() {
    let party = Party::new().await;
    let mut sockets = Vec::new();
    for _ in 0..5 {
        let ann = party.connection(&party.ann).await.unwrap();
        sockets.push(Listener::listen(&ann).await);
    }
    let ann = party.connection(&party.ann).await.unwrap();
    assert_eq!(Listener::refused(&ann.url).await, 429);
    assert_eq!(sockets[0].told().await, ["Ann: participant.joined"]);
    party.says(&ann, "hello").await;
    for socket in &mut sockets {
        assert_eq!(socket.told().await.last().unwrap(), "Ann: hello");
    }
    // Moving the clock waits until all have written, and by then it is marked.
    party.advance(1).await;
    let id = participant(&party, &party.ann).await;
    assert_eq!(party.chat.store.to_be_shown(&id).await.unwrap(), []);
    // One that is closed makes room.
    drop(sockets.pop());
    party.chat.sockets.until_at_most(4).await;
    Listener::listen(&ann).await;
}

/// A customer whose socket takes little before it is read, and nobody waits for it.
async fn with_slow_ann() -> (Party, Listener) {
    let party = Party::with(|config| {
        config.socket_limits.patience = Duration::from_millis(100);
    })
    .await;
    let ann = party.connection(&party.ann).await.unwrap();
    let mut slow = Listener::narrow(&ann.url).await;
    slow.subscribe().await;
    (party, slow)
}

#[tokio::test]
async fn who_does_not_keep_up_is_closed_and_sees_the_rest_later() {
    let (party, mut slow) = with_slow_ann().await;
    let token = party.let_in(ParticipantRole::Agent, "Bob").await;
    let bob = party.connection(&token).await.unwrap();
    let mut bobs = Listener::listen(&bob).await;
    assert_eq!(bobs.told().await, ["Bob: participant.joined"]);
    assert_eq!(party.chat.sockets.count(), 2);

    // The network's buffers hold a lot, but not everything.
    let text = "x".repeat(12_000);
    let mut said = 0;
    while party.chat.sockets.count() == 2 {
        let say = || {
            let message = SendMessageRequest::new("application/json", &text, &bob.token);
            party.service.send_message(message)
        };
        let said_together = tokio::join!(say(), say(), say(), say(), say(), say());
        assert!(said_together.0.is_ok() && said_together.5.is_ok());
        said += 6;
        assert_eq!(bobs.items().await.len(), 6, "nobody else waits");
        assert!(said < 10_000, "the slow one is never closed");
    }
    // Nobody waits for it now.
    party.advance(1).await;
    let (before, code) = slow.until_closed().await;
    assert_eq!(code, None);
    let again = party.connection(&party.ann).await.unwrap();
    let mut again = Listener::listen(&again).await;
    let after = again.items().await;
    // The one that it was slow to take may have come as a whole, and comes again.
    let seen = before.len() - 2 + after.len();
    assert!(
        after.len() < said && (said..=said + 1).contains(&seen),
        "{seen} of {said}"
    );
}

#[tokio::test]
async fn a_slow_socket_loses_nothing_to_a_fast_one_of_the_same_participant() {
    let (party, mut slow) = with_slow_ann().await;
    let mut fast = Listener::listen(&party.connection(&party.ann).await.unwrap()).await;
    let bob = party.let_in(ParticipantRole::Agent, "Bob").await;
    let bob = party.join(&bob).await;
    let mut said = fast.items().await.len();
    let text = "x".repeat(12_000);
    while party.chat.sockets.count() == 2 {
        let message = SendMessageRequest::new("application/json", &text, &bob.token);
        party.service.send_message(message).await.unwrap();
        said += fast.items().await.len();
        assert!(said < 10_000, "the slow one is never closed");
    }
    party.says(&bob, "after that").await;
    assert_eq!(fast.told().await, ["Bob: after that"]);
    let (before, _) = slow.until_closed().await;
    // Whoever comes next takes over, and then all is shown.
    let again = party.connection(&party.ann).await.unwrap();
    let mut again = Listener::listen(&again).await;
    let after = again.told().await;
    assert_eq!(after.last().unwrap(), "Bob: after that");
    // What it was slow to take may have come as a whole, and comes again.
    let seen = before.len() + after.len() - 1;
    assert!((said..=said + 1).contains(&seen), "{seen} of {said}");
    party.says(&bob, "to both").await;
    assert_eq!(fast.told().await, ["Bob: to both"]);
    assert_eq!(again.told().await, ["Bob: to both"]);
    let id = participant(&party, &party.ann).await;
    party.advance(1).await;
    assert_eq!(party.chat.store.to_be_shown(&id).await.unwrap(), []);
}
