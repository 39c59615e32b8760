//! The program with a manual clock, killed while the clock is moved.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use common::open;
use connect_chat::control::client;
use connect_chat::moment::Moment;
use connect_chat::store::Store;
use lockstep_core::Timestamp;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::{Random, common, timers};

/// How often it is killed.
const KILLS: usize = 10;
/// How far the clock is moved at a time: past a few timers.
const STEP: Duration = Duration::from_secs(7 * 60);

/// A running program, killed at the latest when it is dropped.
struct Moved(Child);

impl Drop for Moved {
    fn drop(&mut self) {
        // It may be gone already, which is what is wanted.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts it on a store, and returns it with its control routes.
fn start(folder: &Path) -> (Moved, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connect-chat"));
    command.env_clear().arg("--data-dir").arg(folder);
    command.args(["--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"]);
    command.args(["--auth", "off", "--clock", "manual"]);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    let second = lines.map(Result::unwrap).nth(1).unwrap();
    let control = second.strip_prefix("control on ").unwrap().to_owned();
    (Moved(child), control)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_was_moved_never_goes_back_and_no_timer_is_lost() {
    let mut random = Random::new();
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path()).await;
    let mut timed = timers::start(Arc::new(store.clone())).await;
    store.close().await;
    // What the clock has shown last, as a text that sorts like the time.
    let mut shown = String::new();
    let mut moves = 0;
    for _ in 0..KILLS {
        let (program, control) = start(folder.path());
        let now = client::now(&control).await.unwrap();
        assert!(now >= shown, "it showed {shown}, and then {now}");
        let (count, mut counted) = watch::channel(0);
        let moving = tokio::spawn(async move {
            let mut last = now;
            while let Ok(now) = client::advance(&control, STEP).await {
                assert!(now > last);
                last = now;
                count.send_modify(|moves| *moves += 1);
            }
            (last, *count.borrow())
        });
        if moves == 0 {
            // On a busy machine the clock might otherwise never be moved at all.
            let moved = counted.wait_for(|moves| *moves > 0);
            timeout(Duration::from_secs(60), moved)
                .await
                .unwrap()
                .unwrap();
        }
        sleep(Duration::from_millis(random.below(100))).await;
        drop(program);
        let (last, moved) = moving.await.unwrap();
        (shown, moves) = (last, moves + moved);
        let store = open(folder.path()).await;
        timed.extend(timers::start(Arc::new(store.clone())).await);
        store.close().await;
    }
    assert!(moves > 0);
    let store: Arc<dyn Store> = Arc::new(open(folder.path()).await);
    let shown = Timestamp::from_date_time(&shown).unwrap();
    let shown = Moment::from(shown.to_system_time().unwrap());
    let fired = timers::check(&store, &timed, Some(shown)).await;
    assert!(fired.by_program > 0);
}
