//! Clients who write until the program is gone, and what they know from its answers.

use std::sync::{Arc, Mutex};

use common::api::{four_timers, start, update};
use common::instance;
use connect_chat::contact::ContactState;
use connect_chat::ids::ContactId;
use connect_chat::store::Store;
use connect_client::Client;
use connect_client::types::{
    CreateParticipantRequest, ParticipantDetailsToAdd, ParticipantRole, StopContactRequest,
    TransferContactRequest,
};

use crate::common;

/// What is known of a chat from the answers alone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    contact: String,
    /// The participants and their tokens.
    let_in: Vec<(String, String)>,
    /// What all four timers were last set to; zero if that was never answered.
    timers: i32,
    /// The contact in which it goes on.
    next: Option<String>,
    /// Whether its end was answered.
    ended: bool,
    /// How many answers that makes.
    pub(crate) answers: usize,
}

/// One client: chats from start to end, until the program is gone.
pub(crate) async fn drive(client: Client, known: Arc<Mutex<Vec<Known>>>) {
    while one_chat(&client, &known).await.is_some() {}
}

async fn one_chat(client: &Client, known: &Mutex<Vec<Known>>) -> Option<()> {
    let started = client.start_chat_contact(start("i")).await.ok()?;
    let mut now = Known {
        contact: started.contact_id.unwrap(),
        answers: 1,
        ..Known::default()
    };
    now.let_in = vec![(
        started.participant_id.unwrap(),
        started.participant_token.unwrap(),
    )];
    let place = {
        let mut known = known.lock().unwrap();
        known.push(now.clone());
        known.len() - 1
    };
    let answered = |now: &mut Known| {
        now.answers += 1;
        known.lock().unwrap()[place] = now.clone();
    };
    for minutes in 2..=3 {
        let call = update("i", &now.contact, four_timers(minutes));
        client.update_participant_role_config(call).await.ok()?;
        now.timers = minutes;
        answered(&mut now);
    }
    for role in [ParticipantRole::Agent, ParticipantRole::CustomBot] {
        let details = ParticipantDetailsToAdd {
            participant_role: Some(role),
            display_name: Some("Bea".to_owned()),
        };
        let call = CreateParticipantRequest::new("i", &now.contact, details);
        let answer = client.create_participant(call).await.ok()?;
        let credentials = answer.participant_credentials.unwrap();
        now.let_in.push((
            answer.participant_id.unwrap(),
            credentials.participant_token.unwrap(),
        ));
        answered(&mut now);
    }
    let call = TransferContactRequest::new("i", &now.contact, "f");
    let next = client.transfer_contact(call).await.ok()?;
    let next = next.contact_id.unwrap();
    now.next = Some(next.clone());
    answered(&mut now);
    let call = StopContactRequest::new(&next, "i");
    client.stop_contact(call).await.ok()?;
    now.ended = true;
    answered(&mut now);
    Some(())
}

impl Known {
    /// Checks that the store has what was answered, and of the one call that may have been open the whole or
    /// nothing.
    pub(crate) async fn check(&self, store: &dyn Store) {
        let find = async |contact: &str| {
            let contact = ContactId::from(contact.to_owned());
            store.contact(&instance("i"), &contact).await.unwrap()
        };
        let found = find(&self.contact).await;
        let minutes: Vec<i32> = found
            .timers
            .iter()
            .map(|(_, minutes)| i32::from(minutes.get()))
            .collect();
        match minutes[..] {
            [] => assert_eq!(self.timers, 0, "{self:?}"),
            [a, b, c, d] => {
                assert!(a == b && b == c && c == d, "{self:?} and {minutes:?}");
                assert!(a >= self.timers, "{self:?} and {minutes:?}");
            }
            _ => panic!("{self:?} and {minutes:?}"),
        }
        for (id, token) in &self.let_in {
            let one = store.bearer(&token.clone().into()).await;
            assert_eq!(one.unwrap().participant.id.as_str(), id, "{self:?}");
        }
        if let Some(next) = &self.next {
            assert_ne!(found.state, ContactState::Active, "{self:?}");
            let next = find(next).await;
            assert_eq!(next.previous.as_ref(), Some(&found.id), "{self:?}");
            assert_eq!(next.timers, found.timers, "{self:?}");
            if self.ended {
                assert_ne!(next.state, ContactState::Active, "{self:?}");
            }
        }
    }
}
