//! The program under kill -9, again and again, in the middle of commits and of timers.
//!
//! Clients start chats, set their timers, let participants in, transfer and end them, all at once; people talk at
//! their web sockets; and the timers of further chats run out by a clock of two hours a second. Two of three kills are aimed: the
//! program's log says when a commit begins, and that is when it is killed. The others come at random. After
//! each, everything that was answered must be there; at the end, each timer must have run out once, at its own
//! time, no two items may have the same id, and each of the people must have seen whatever was for them.
//!
//! `CONNECT_CHAT_TEST_KILLS` says how often to kill it, if not a hundred times.

#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

#[path = "../common/mod.rs"]
mod common;

mod clients;
mod moved;
mod people;
mod timers;
mod victim;

use std::env;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clients::{Known, drive};
use common::open;
use connect_chat::store::Store;
use people::People;
use timers::Fired;
use tokio::time::sleep;
use victim::Victim;

/// How many clients there are.
const CLIENTS: usize = 6;

/// Numbers that look random, from the time.
struct Random(u64);

impl Random {
    fn new() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        Self(now.as_nanos() as u64)
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
async fn nothing_acknowledged_is_lost_and_each_timer_runs_out_once() {
    let kills = env::var("CONNECT_CHAT_TEST_KILLS").map_or(100, |kills| kills.parse().unwrap());
    let mut random = Random::new();
    let folder = tempfile::tempdir().unwrap();
    let mut timed = Vec::new();
    let (mut answered, mut in_commits) = (0, 0);
    let store = open(folder.path()).await;
    let people = People::start(&store).await;
    store.close().await;
    for round in 0..kills {
        let store = open(folder.path()).await;
        timed.extend(timers::start(Arc::new(store.clone())).await);
        store.close().await;

        let victim = Victim::start(folder.path());
        let talking = people.talk(&victim.participant_service()).await;
        let known = Arc::new(Mutex::new(Vec::<Known>::new()));
        let clients: Vec<_> = (0..CLIENTS)
            .map(|_| tokio::spawn(drive(victim.client(), known.clone())))
            .collect();
        sleep(Duration::from_millis(random.below(250))).await;
        let aimed = round % 3 != 0;
        let was_in_a_commit = tokio::task::spawn_blocking(move || victim.kill(aimed));
        in_commits += usize::from(was_in_a_commit.await.unwrap());
        for client in clients {
            client.await.unwrap();
        }
        talking.end().await;

        let store = open(folder.path()).await;
        let known = std::mem::take(&mut *known.lock().unwrap());
        for known in &known {
            known.check(&store).await;
            answered += known.answers;
        }
        store.close().await;
    }
    let victim = Victim::start(folder.path());
    people.see_the_rest(&victim.participant_service()).await;
    victim.kill(false);
    let store: Arc<dyn Store> = Arc::new(open(folder.path()).await);
    let seen = people.check(&*store).await;
    let Fired { timers, by_program } = timers::check(&store, &timed, None).await;
    println!(
        "{kills} kills, {in_commits} of them inside a commit; {answered} answers, {timers} timers, \
         {by_program} of them let run out by the program, {seen} items seen"
    );
    assert!(
        in_commits * 3 >= kills,
        "only {in_commits} of {kills} kills were inside a commit"
    );
    // Those of the last rounds may not have been due while it lived.
    assert!(
        by_program * 2 >= timers,
        "only {by_program} of {timers} timers were let run out by the program"
    );
    assert!(answered >= kills, "only {answered} calls were answered");
}
