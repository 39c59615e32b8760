//! Sockets of a program that is killed with SIGKILL, again and again, while everyone talks and timers run out.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use connect_chat::item::ItemKind;
use connect_chat::store::Store;
use connect_client::types::{CreateParticipantRequest, ParticipantDetailsToAdd, ParticipantRole};
use connect_participant_client::Client;
use connect_participant_client::types::{
    ConnectionType, CreateParticipantConnectionRequest, SendMessageRequest,
};
use lockstep_client::Retries;
use tokio::time::sleep;

use crate::common;
use crate::common::api::{Customer, Idle, start, timer, update};
use crate::common::listener::Listener;
use crate::common::party::Seat;
use crate::common::program::{Program, STORE};

/// How often the program is killed.
const ROUNDS: usize = 8;
/// Two minutes, after which the customer is idle, are over in 20 milliseconds.
const FLAGS: [&str; 2] = ["--clock", "scaled=6000"];

/// Someone who takes part, with the ids of all that was seen at a socket, and of all that was said and answered.
#[derive(Clone)]
struct Person {
    token: String,
    seen: Arc<Mutex<HashSet<String>>>,
    said: Arc<Mutex<HashSet<String>>>,
}

impl Person {
    fn new(token: Option<String>) -> Self {
        Self {
            token: token.unwrap(),
            seen: Arc::default(),
            said: Arc::default(),
        }
    }

    async fn come_in(&self, service: &Client) -> (Seat, Listener) {
        let call = CreateParticipantConnectionRequest {
            r#type: Some(vec![
                ConnectionType::Websocket,
                ConnectionType::ConnectionCredentials,
            ]),
            ..CreateParticipantConnectionRequest::new(&self.token)
        };
        let made = service.create_participant_connection(call).await.unwrap();
        let seat = Seat {
            token: made
                .connection_credentials
                .unwrap()
                .connection_token
                .unwrap(),
            url: made.websocket.unwrap().url.unwrap(),
        };
        let listener = Listener::listen(&seat).await;
        (seat, listener)
    }

    /// Sees whatever comes until the socket is gone.
    async fn watch(self, mut listener: Listener) {
        while let Some(item) = listener.item().await {
            let id = item["Id"].as_str().unwrap().to_owned();
            self.seen.lock().unwrap().insert(id);
        }
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

fn service(program: &Program) -> Client {
    let client = lockstep_client::Client::builder()
        .endpoint(format!("http://{}", program.address))
        .retries(Retries::off());
    client.build().unwrap().into()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everyone_sees_each_item_at_least_once() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &FLAGS);
    let connect = program.client();
    let started = connect.start_chat_contact(start("i")).await.unwrap();
    let contact = started.contact_id.unwrap();
    let timers = vec![timer(Customer, Idle, 2)];
    let configured = connect.update_participant_role_config(update("i", &contact, timers));
    configured.await.unwrap();
    let details = ParticipantDetailsToAdd {
        participant_role: Some(ParticipantRole::Agent),
        display_name: Some("Bob".to_owned()),
    };
    let create = CreateParticipantRequest::new("i", &contact, details);
    let bob = connect.create_participant(create).await.unwrap();
    let ann = Person::new(started.participant_token);
    let bob = Person::new(bob.participant_credentials.unwrap().participant_token);
    let mut running = Some(program);

    for round in 0..ROUNDS {
        let program = running.take();
        let program = program.unwrap_or_else(|| Program::start(folder.path(), &FLAGS));
        let service = service(&program);
        let all = Arc::new(AtomicUsize::new(0));
        let mut tasks = Vec::new();
        // The customer says one thing for ten of the agent's, and is idle in between.
        for (person, each) in [(&ann, 10), (&bob, 1)] {
            let (seat, listener) = person.come_in(&service).await;
            tasks.push(tokio::spawn(person.clone().watch(listener)));
            let talk = person
                .clone()
                .talk(service.clone(), seat, all.clone(), each);
            tasks.push(tokio::spawn(talk));
        }
        while all.load(Ordering::SeqCst) < 10 + round * 7 {
            sleep(Duration::from_millis(1)).await;
        }
        assert!(!program.kill().success());
        all.store(GONE, Ordering::SeqCst);
        for task in tasks {
            task.await.unwrap();
        }
    }

    // Whatever was not seen yet comes now.
    let program = Program::start(folder.path(), &FLAGS);
    let service = service(&program);
    for person in [&ann, &bob] {
        let (_, mut listener) = person.come_in(&service).await;
        let mut seen: Vec<String> = Vec::new();
        for item in listener.items().await {
            seen.push(item["Id"].as_str().unwrap().to_owned());
        }
        person.seen.lock().unwrap().extend(seen);
    }
    program.kill();
    let store = common::open(&folder.path().join(STORE)).await;
    let record = store.items(&contact.into()).await.unwrap();
    let ids: HashSet<String> = record.iter().map(|item| item.id.to_string()).collect();
    assert_eq!(ids.len(), record.len());
    let mut idle = 0;
    for person in [&ann, &bob] {
        let said = person.said.lock().unwrap().clone();
        assert!(said.is_subset(&ids) && said.len() >= ROUNDS);
        let holder = store.bearer(&person.token.clone().into()).await.unwrap();
        let me = holder.participant;
        let seen = person.seen.lock().unwrap().clone();
        assert!(seen.is_subset(&ids));
        for item in &record {
            idle += usize::from(item.kind == ItemKind::Idle);
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
    assert!(idle > 0, "the customer was never idle");
}
