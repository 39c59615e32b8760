//! People at their sockets, who talk and fall silent until the program is gone, and come back when it is.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chat_timeouts::{Pair, Role, Timer};
use common::listener::Listener;
use common::party::{Seat, connection};
use common::{chat, instance, set};
use connect_chat::ids::{ContactId, ParticipantToken};
use connect_chat::item::ItemKind;
use connect_chat::moment::Moment;
use connect_chat::participant::{NewParticipant, ParticipantRole};
use connect_chat::store::Store;
use connect_participant_client::Client;
use connect_participant_client::types::SendMessageRequest;
use serde_json::Value;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::common;

/// Someone who takes part, with the ids of all that was seen at a socket, and of all that was said and answered.
#[derive(Clone)]
struct Person {
    token: ParticipantToken,
    seen: Arc<Mutex<HashSet<String>>>,
    said: Arc<Mutex<HashSet<String>>>,
}

impl Person {
    fn new(token: &ParticipantToken) -> Self {
        Self {
            token: token.clone(),
            seen: Arc::default(),
            said: Arc::default(),
        }
    }

    async fn come_in(&self, service: &Client) -> (Seat, Listener) {
        let seat = connection(service, self.token.secret()).await.unwrap();
        let listener = Listener::listen(&seat).await;
        (seat, listener)
    }

    /// Sees whatever comes until the socket is gone.
    async fn watch(self, mut listener: Listener) {
        while let Some(item) = listener.item().await {
            self.sees(&item);
        }
    }

    fn sees(&self, item: &Value) {
        let id = item["Id"].as_str().unwrap().to_owned();
        self.seen.lock().unwrap().insert(id);
    }

    /// Says one thing after the other until nobody answers, each when so many have been said by all.
    async fn talk(self, service: Client, seat: Seat, all: Arc<AtomicUsize>, each: usize) {
        loop {
            let message = SendMessageRequest::new("text/plain", "and another thing", &seat.token);
            let Ok(said) = service.send_message(message).await else {
                return;
            };
            self.said.lock().unwrap().insert(said.id.unwrap());
            let count = all.fetch_add(1, Ordering::SeqCst);
            while each > 1 && all.load(Ordering::SeqCst) < count + each {
                if service_is_gone(&all) {
                    return;
                }
                sleep(Duration::from_millis(1)).await;
            }
        }
    }
}

/// What the count is set to when the program is killed.
const GONE: usize = usize::MAX / 2;

fn service_is_gone(all: &AtomicUsize) -> bool {
    all.load(Ordering::SeqCst) >= GONE
}

/// A customer and an agent in one chat, who come in again each time.
pub(crate) struct People {
    contact: ContactId,
    ann: Person,
    bob: Person,
}

/// What they do while the program lives.
pub(crate) struct Talking {
    all: Arc<AtomicUsize>,
    tasks: Vec<JoinHandle<()>>,
}

impl People {
    /// A chat whose customer is idle after two minutes.
    pub(crate) async fn start(store: &dyn Store) -> Self {
        let now = Moment::now();
        let contact = store.start_contact(chat(), now).await.unwrap();
        let idle = Pair {
            role: Role::Customer,
            timer: Timer::Idle,
        };
        let configured =
            store.update_timer_settings(instance("i"), contact.id.clone(), set(&[(idle, 2)]), now);
        configured.await.unwrap();
        let bob = NewParticipant {
            role: ParticipantRole::Agent,
            display_name: "Bob".to_owned(),
            token_expires: None,
            client_token: None,
        };
        let bob = store.create_participant(instance("i"), contact.id.clone(), bob, now);
        Self {
            bob: Person::new(&bob.await.unwrap().token),
            ann: Person::new(&contact.customer.token),
            contact: contact.id,
        }
    }

    /// Both come in, and talk and listen until the program is gone. The customer says one thing for ten of the agent's,
    /// and is idle in between.
    pub(crate) async fn talk(&self, service: &Client) -> Talking {
        let all = Arc::new(AtomicUsize::new(0));
        let mut tasks = Vec::new();
        for (person, each) in [(&self.ann, 10), (&self.bob, 1)] {
            let (seat, listener) = person.come_in(service).await;
            tasks.push(tokio::spawn(person.clone().watch(listener)));
            let talk = person
                .clone()
                .talk(service.clone(), seat, all.clone(), each);
            tasks.push(tokio::spawn(talk));
        }
        Talking { all, tasks }
    }

    /// Both come in for the last time, and are shown whatever they have not seen yet.
    pub(crate) async fn see_the_rest(&self, service: &Client) {
        for person in [&self.ann, &self.bob] {
            let (_, mut listener) = person.come_in(service).await;
            for item in listener.items().await {
                person.sees(&item);
            }
        }
    }

    /// Checks that all that was answered is in the record, once, and that each has seen whatever was for them. The answer
    /// is how many items they have seen.
    pub(crate) async fn check(&self, store: &dyn Store) -> usize {
        let record = store.items(&self.contact).await.unwrap();
        let ids: HashSet<String> = record.iter().map(|item| item.id.to_string()).collect();
        assert_eq!(ids.len(), record.len());
        let idle = record.iter().filter(|item| item.kind == ItemKind::Idle);
        assert!(idle.count() > 0, "the customer was never idle");
        let mut count = 0;
        for person in [&self.ann, &self.bob] {
            let said = person.said.lock().unwrap().clone();
            assert!(said.is_subset(&ids) && !said.is_empty());
            let me = store.bearer(&person.token).await.unwrap().participant;
            let seen = person.seen.lock().unwrap().clone();
            assert!(seen.is_subset(&ids));
            count += seen.len();
            for item in &record {
                let mine = item.shown_to.iter().find(|one| one.participant == me.id);
                // What was recorded after the last look is yet to come.
                assert!(
                    mine.is_none_or(|mine| !mine.shown) || seen.contains(item.id.as_str()),
                    "{item:?} counts as shown"
                );
            }
            let open = store.to_be_shown(&me.id).await.unwrap();
            assert!(open.len() <= 2, "{open:?}");
        }
        count
    }
}

impl Talking {
    /// Waits for the end of all of it, once the program is gone.
    pub(crate) async fn end(self) {
        self.all.store(GONE, Ordering::SeqCst);
        for task in self.tasks {
            task.await.unwrap();
        }
    }
}
