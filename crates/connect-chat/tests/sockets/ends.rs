//! When a socket is refused, and when it is closed.

use std::time::Duration;

use connect_client::types::ParticipantRole;
use connect_participant_client::types::DisconnectParticipantRequest;

use crate::common::listener::Listener;
use crate::common::party::Party;

#[tokio::test]
async fn a_ticket_that_is_no_good_opens_nothing() {
    let party = Party::new().await;
    let ann = party.connection(&party.ann).await.unwrap();
    let (address, ticket) = ann.url.split_once("?ticket=").unwrap();
    for url in [
        address.to_owned(),
        format!("{address}?ticket="),
        format!("{address}?ticket={}", party.ann),
        format!("{address}?ticket={}", ann.token),
        format!("{address}?ticket={ticket}0"),
    ] {
        assert_eq!(Listener::refused(&url).await, 403, "{url}");
    }
    assert_eq!(party.chat.sockets.count(), 0);
}

#[tokio::test]
async fn whoever_leaves_is_shown_no_more() {
    let party = Party::new().await;
    let ann = party.connection(&party.ann).await.unwrap();
    let mut anns = Listener::listen(&ann).await;
    let bob = party.let_in(ParticipantRole::Agent, "Bob").await;
    let bob = party.connection(&bob).await.unwrap();
    let mut bobs = Listener::listen(&bob).await;
    let mut idle = Listener::open(&bob.url).await.unwrap();
    let leave = DisconnectParticipantRequest::new(&bob.token);
    party.service.disconnect_participant(leave).await.unwrap();
    let (last, code) = bobs.until_closed().await;
    assert_eq!(
        (&last[..], code),
        (&["Bob: participant.joined".to_owned()][..], Some(1000))
    );
    assert_eq!(Listener::refused(&bob.url).await, 403);
    // A socket that was open and had not asked is closed when it asks.
    let topics = serde_json::json!({"topics": ["aws/chat"]});
    let subscribe = serde_json::json!({"topic": "aws/subscribe", "content": topics});
    idle.ask(subscribe).await;
    assert_eq!(idle.frame().await.unwrap()["content"]["status"], "failure");
    assert_eq!(idle.frame().await, None);

    // With the customer the chat is over.
    let leave = DisconnectParticipantRequest::new(&ann.token);
    party.service.disconnect_participant(leave).await.unwrap();
    assert_eq!(anns.until_closed().await.1, Some(1000));
    party.chat.sockets.until_at_most(0).await;
}

#[tokio::test]
async fn a_socket_ends_when_its_client_is_silent_or_its_time_is_over() {
    let soon = Duration::from_millis(50);
    for (silent, code) in [(true, 1008), (false, 1001)] {
        let party = Party::with(|config| {
            if silent {
                config.socket_limits.silence = soon;
            } else {
                config.socket_limits.life = soon;
            }
        })
        .await;
        let ann = party.connection(&party.ann).await.unwrap();
        let mut anns = Listener::open(&ann.url).await.unwrap();
        assert_eq!(anns.until_closed().await.1, Some(code));
    }
}

#[tokio::test]
async fn a_service_that_ends_says_so() {
    let party = Party::new().await;
    let ann = party.connection(&party.ann).await.unwrap();
    let mut anns = Listener::listen(&ann).await;
    assert_eq!(anns.told().await.len(), 1);
    drop(party);
    assert_eq!(anns.until_closed().await.1, Some(1001));
}
