//! The program under kill -9, and under SIGTERM.
//!
//! Clients on sockets start chats, set their timers and end them, all at once. Then the process is gone, in the
//! middle of something. Started again on the same folder, it must have everything that was answered; of what was
//! not answered it may have the whole, or nothing, but no part.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;

use std::os::unix::process::ExitStatusExt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chat_timeouts::Minutes;
use connect_chat::contact::{Contact, ContactState};
use connect_chat::store::Store;
use connect_client::Client;
use connect_client::types::{DescribeContactRequest, StopContactRequest};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use common::api::{four_timers, start, update};
use common::program::{Program, STORE};
use common::{instance, wire};

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often the program is killed.
const ROUNDS: u64 = 8;
/// How many clients there are.
const CLIENTS: usize = 8;

/// What is known of a chat from the answers alone.
#[derive(Clone, Debug)]
struct Known {
    contact: String,
    /// What all four timers were last set to, as answered; zero if that was never answered.
    timers: i32,
    /// Whether its end was answered.
    ended: bool,
}

/// One client: starts chats, sets all four timers of each three times, and ends it, until the program is gone.
async fn drive(client: Client, known: Arc<Mutex<Vec<Known>>>, answers: Arc<AtomicUsize>) {
    loop {
        let Ok(started) = client.start_chat_contact(start("i")).await else {
            return;
        };
        let contact = started.contact_id.unwrap();
        let place = {
            let mut known = known.lock().unwrap();
            known.push(Known {
                contact: contact.clone(),
                timers: 0,
                ended: false,
            });
            known.len() - 1
        };
        answers.fetch_add(1, Ordering::SeqCst);
        for minutes in 2..=4 {
            let call = update("i", &contact, four_timers(minutes));
            let Ok(_) = client.update_participant_role_config(call).await else {
                return;
            };
            known.lock().unwrap()[place].timers = minutes;
            answers.fetch_add(1, Ordering::SeqCst);
        }
        let Ok(_) = client
            .stop_contact(StopContactRequest::new(&contact, "i"))
            .await
        else {
            return;
        };
        known.lock().unwrap()[place].ended = true;
        answers.fetch_add(1, Ordering::SeqCst);
    }
}

/// Whether the store has what was answered, and of the one call that may have been open the whole or nothing.
fn agrees(known: &Known, found: &Contact) -> bool {
    let minutes: Vec<i32> = found
        .timers
        .iter()
        .map(|(_, minutes)| i32::from(Minutes::get(minutes)))
        .collect();
    let ended = matches!(found.state, ContactState::Ended { .. });
    let set = match minutes[..] {
        [] => 0,
        [a, b, c, d] if a == b && b == c && c == d => a,
        _ => return false,
    };
    match (known.timers, known.ended) {
        // The first timers are two minutes; each time they get one more; the end comes after the third.
        (4, true) => set == 4 && ended,
        (4, false) => set == 4,
        (0, false) => (set == 0 || set == 2) && !ended,
        (before, false) => (set == before || set == before + 1) && !ended,
        _ => false,
    }
}

/// Numbers that look random, from a seed that can be given again.
struct Random(u64);

impl Random {
    fn new() -> Self {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_nanos() as u64;
        let seed =
            std::env::var("CONNECT_CHAT_TEST_SEED").map_or(now, |seed| seed.parse().unwrap());
        println!("CONNECT_CHAT_TEST_SEED={seed} makes the same choices again");
        Self(seed)
    }

    fn below(&mut self, end: u64) -> u64 {
        // Knuth's multiplier; the upper bits are the better ones.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_that_was_answered_survives_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let mut random = Random::new();
    let known = Arc::new(Mutex::new(Vec::new()));
    for round in 0..ROUNDS {
        let program = Program::start(folder.path(), &[]);
        check_over_the_api(&program.client(), &known).await;
        let answers = Arc::new(AtomicUsize::new(0));
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| tokio::spawn(drive(program.client(), known.clone(), answers.clone())))
            .collect();
        let enough = usize::try_from(1 + random.below(150)).unwrap();
        let pause = Duration::from_micros(random.below(3_000));
        timeout(PATIENCE, async {
            while answers.load(Ordering::SeqCst) < enough {
                tokio::task::yield_now().await;
            }
            // Not right after an answer each time, but anywhere between two.
            sleep(pause).await;
        })
        .await
        .unwrap();
        let status = program.kill();
        assert_eq!(status.signal(), Some(9), "round {round}: {status}");
        for client in clients {
            timeout(PATIENCE, client).await.unwrap().unwrap();
        }
        check_in_the_store(folder.path(), &known).await;
    }
    assert!(known.lock().unwrap().len() >= usize::try_from(ROUNDS).unwrap());
}

async fn check_in_the_store(folder: &std::path::Path, known: &Mutex<Vec<Known>>) {
    let all = known.lock().unwrap().clone();
    let store = common::open(&folder.join(STORE)).await;
    for (place, answered) in all.iter().enumerate() {
        let found = store
            .contact(&instance("i"), &answered.contact.clone().into())
            .await
            .unwrap();
        assert!(
            agrees(answered, &found),
            "{answered:?} was answered, and {found:?} found"
        );
        // From now on what was found is what is known; a chat that was left half way stays as it is.
        let set = found
            .timers
            .iter()
            .next()
            .map_or(0, |(_, minutes)| i32::from(minutes.get()));
        let ended = matches!(found.state, ContactState::Ended { .. });
        known.lock().unwrap()[place] = Known {
            timers: set,
            ended,
            ..answered.clone()
        };
    }
    store.close().await;
}

/// As [`check_in_the_store`], as far as the API shows it.
async fn check_over_the_api(client: &Client, known: &Mutex<Vec<Known>>) {
    let all = known.lock().unwrap().clone();
    for answered in all {
        let call = DescribeContactRequest::new("i", &answered.contact);
        let found = client
            .describe_contact(call)
            .await
            .unwrap()
            .contact
            .unwrap();
        assert_eq!(
            found.disconnect_timestamp.is_some(),
            answered.ended,
            "{answered:?}"
        );
    }
}

/// A request that has been sent but for its last byte, and whose connection the program has taken.
async fn open_request(program: &Program, contact: &str) -> (TcpStream, u8) {
    let body = r#"{"ChannelConfiguration":{"Chat":{"ParticipantTimerConfigList":[{"ParticipantRole":"AGENT","TimerType":"IDLE","TimerValue":{"ParticipantTimerDurationInMinutes":7}}]}}}"#;
    let head = format!(
        "PUT {} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: {}\r\n\r\n",
        wire::timers_path("i", contact),
        body.len(),
    );
    let mut stream = TcpStream::connect(program.address).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    // The program asks for the body: it has begun to read the request.
    let mut asked = [0; 25];
    timeout(PATIENCE, stream.read_exact(&mut asked))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
        .write_all(&body.as_bytes()[..body.len() - 1])
        .await
        .unwrap();
    (stream, body.as_bytes()[body.len() - 1])
}

#[tokio::test]
async fn sigterm_lets_open_requests_finish_and_takes_no_new_ones() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &["--grace", "60", "--auth", "off"]);
    let contact = program
        .client()
        .start_chat_contact(start("i"))
        .await
        .unwrap()
        .contact_id
        .unwrap();
    let (mut stream, last) = open_request(&program, &contact).await;
    program.terminate();
    timeout(PATIENCE, async {
        while TcpStream::connect(program.address).await.is_ok() {
            sleep(Duration::from_millis(1)).await;
        }
    })
    .await
    .unwrap();
    stream.write_all(&[last]).await.unwrap();
    let mut answer = String::new();
    timeout(PATIENCE, stream.read_to_string(&mut answer))
        .await
        .unwrap()
        .unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    let status = tokio::task::spawn_blocking(|| program.wait())
        .await
        .unwrap();
    assert_eq!(status.code(), Some(0), "{status}");
    let store = common::open(&folder.path().join(STORE)).await;
    let found = store
        .contact(&instance("i"), &contact.into())
        .await
        .unwrap();
    assert_eq!(
        found
            .timers
            .iter()
            .map(|(_, minutes)| minutes.get())
            .collect::<Vec<_>>(),
        [7]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sigterm_under_load_loses_nothing_that_was_answered() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path(), &["--grace", "60"]);
    let (known, answers) = (
        Arc::new(Mutex::new(Vec::new())),
        Arc::new(AtomicUsize::new(0)),
    );
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| tokio::spawn(drive(program.client(), known.clone(), answers.clone())))
        .collect();
    while answers.load(Ordering::SeqCst) < 50 {
        sleep(Duration::from_millis(1)).await;
    }
    program.terminate();
    for client in clients {
        timeout(PATIENCE, client).await.unwrap().unwrap();
    }
    let status = tokio::task::spawn_blocking(|| program.wait())
        .await
        .unwrap();
    assert_eq!(status.code(), Some(0), "{status}");
    check_in_the_store(folder.path(), &known).await;
}
