//! Timers run out by themselves, on each clock.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use chat_timeouts::{Pair, Role, Timer};
use common::scene::{Scene, minute, told};
use common::{Fixture, NOW, fixture, instance, set};
use connect_chat::clock::{Clock, NotManual};
use connect_chat::flows::{DisconnectFlow, Flows};
use connect_chat::hub::Subscription;
use connect_chat::moment::Moment;
use connect_chat::participant::ParticipantRole::Agent;
use connect_chat::store::sqlite::FILE_NAME;
use connect_chat::store::{Instances, StoreError};
use connect_chat::timekeeper::{AdvanceError, Timekeeper};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Row};
use tokio::task::JoinSet;
use tokio::time::timeout;

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

const fn pair(role: Role, timer: Timer) -> Pair {
    Pair { role, timer }
}

const CUSTOMER_IDLE: Pair = pair(Role::Customer, Timer::Idle);
const CUSTOMER_OUT: Pair = pair(Role::Customer, Timer::AutoDisconnect);
const AGENT_IDLE: Pair = pair(Role::Agent, Timer::Idle);

/// A chat with an agent and these timers, all of which run from the start.
async fn running(fixture: &Fixture, timers: &[(Pair, i64)]) -> Scene {
    let scene = Scene::new(fixture.store.clone()).await;
    start(&scene, timers).await;
    scene
}

async fn start(scene: &Scene, timers: &[(Pair, i64)]) {
    let contact = scene.contact.clone();
    let update = scene
        .store
        .update_timer_settings(instance("i"), contact, set(timers), NOW);
    update.await.unwrap();
    let agent = scene.newcomer(Agent).await;
    scene.connect(&scene.customer, 0).await;
    scene.connect(&agent, 0).await;
}

fn timekeeper(fixture: &Fixture, clock: Clock) -> Arc<Timekeeper> {
    let flows = Flows::new(fixture.store.clone(), &DisconnectFlow::KeepOpen).unwrap();
    Arc::new(Timekeeper::new(
        fixture.store.clone(),
        clock,
        Arc::new(flows),
    ))
}

async fn next(subscription: &mut Subscription) -> String {
    let item = timeout(PATIENCE, subscription.next()).await.unwrap();
    told(&[(*item.unwrap()).clone()]).remove(0)
}

#[tokio::test]
async fn a_day_in_one_call_is_a_day_in_many() {
    let mut records = Vec::new();
    for steps in [1, 24, 480] {
        let fixture = fixture(Instances::OnDemand).await;
        let scenes = [
            running(&fixture, &[(CUSTOMER_IDLE, 5), (CUSTOMER_OUT, 480)]).await,
            running(&fixture, &[(CUSTOMER_IDLE, 7), (AGENT_IDLE, 3)]).await,
        ];
        let timekeeper = timekeeper(&fixture, Clock::manual(NOW));
        let day = Duration::from_secs(24 * 60 * 60);
        for _ in 0..steps {
            timekeeper.advance(day / steps).await.unwrap();
        }
        let shown = timekeeper.clock().now();
        assert!(minute(24 * 60).since(shown) < Duration::from_secs(60));
        let mut record = scenes[0].record().await;
        record.extend(scenes[1].record().await);
        records.push(record);
    }
    assert_eq!(
        records[0],
        [
            "0 Ann participant.joined (1)",
            "0 agent participant.joined (2)",
            "5 Ann participant.idle (2)",
            "485 Ann participant.autodisconnection (1)",
            "485 agent participant.left (1)",
            "0 Ann participant.joined (1)",
            "0 agent participant.joined (2)",
            "3 agent participant.idle (2)",
            "7 Ann participant.idle (2)",
        ]
    );
    assert!(records.iter().all(|record| *record == records[0]));
}

#[tokio::test]
async fn an_advance_waits_for_those_who_show_what_was_recorded() {
    let fixture = fixture(Instances::OnDemand).await;
    let scene = running(&fixture, &[(CUSTOMER_IDLE, 5)]).await;
    let timekeeper = timekeeper(&fixture, Clock::manual(NOW));
    let mut subscription = fixture.store.hub().subscribe(scene.contact.clone());
    let advancing = tokio::spawn(async move { timekeeper.advance(minute(9).since(NOW)).await });
    let item = timeout(PATIENCE, subscription.next()).await.unwrap();
    // The clock has been moved, but this one is not done with the item.
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert!(!advancing.is_finished());
    drop(item);
    let shown = timeout(PATIENCE, advancing).await.unwrap().unwrap();
    assert_eq!(shown.unwrap(), minute(9));
}

#[tokio::test]
async fn a_scaled_clock_fires_by_itself_and_an_earlier_timer_wakes_it() {
    let fixture = fixture(Instances::OnDemand).await;
    // Two hours a second, so that the first timer is due in four seconds and the second at once.
    let clock = Clock::scaled(NOW, NonZeroU32::MIN.saturating_add(7_199));
    let long = running(&fixture, &[(CUSTOMER_IDLE, 480)]).await;
    let keeper = timekeeper(&fixture, clock);
    let running_on = tokio::spawn({
        let keeper = keeper.clone();
        async move { keeper.run().await }
    });
    tokio::time::sleep(Duration::from_millis(5)).await;
    let mut subscription = fixture.store.hub().subscribe(long.contact.clone());
    let short = Scene::new(fixture.store.clone()).await;
    let mut early = fixture.store.hub().subscribe(short.contact.clone());
    start(&short, &[(CUSTOMER_IDLE, 2)]).await;
    next(&mut early).await;
    next(&mut early).await;
    assert_eq!(next(&mut early).await, "2 Ann participant.idle (2)");
    assert_eq!(long.record().await.len(), 2, "it is not due yet");
    assert_eq!(
        next(&mut subscription).await,
        "480 Ann participant.idle (2)"
    );
    assert!(matches!(
        keeper.advance(Duration::from_secs(1)).await,
        Err(AdvanceError::NotManual(NotManual))
    ));
    running_on.abort();
}

#[tokio::test]
async fn what_fell_due_while_nobody_was_there_fires_at_its_own_time() {
    let fixture = fixture(Instances::OnDemand).await;
    // The scene is long ago by the real clock.
    assert!(Moment::now() > minute(500));
    let scene = running(&fixture, &[(CUSTOMER_IDLE, 5), (CUSTOMER_OUT, 10)]).await;
    let mut subscription = fixture.store.hub().subscribe(scene.contact.clone());
    let keeper = timekeeper(&fixture, Clock::real());
    let running_on = tokio::spawn(async move { keeper.run().await });
    assert_eq!(next(&mut subscription).await, "5 Ann participant.idle (2)");
    assert_eq!(
        next(&mut subscription).await,
        "15 Ann participant.autodisconnection (1)"
    );
    running_on.abort();
}

#[tokio::test]
async fn chats_that_cannot_be_read_do_not_stop_the_clock_for_the_others() {
    let fixture = fixture(Instances::OnDemand).await;
    let good = running(&fixture, &[(CUSTOMER_IDLE, 10)]).await;
    // More than are told the time at once, and all of them due first.
    let mut beginning = JoinSet::new();
    for _ in 0..70 {
        let store = fixture.store.clone();
        beginning.spawn(async move {
            let scene = Scene::new(store).await;
            start(&scene, &[(CUSTOMER_IDLE, 5)]).await;
            scene
        });
    }
    let damaged = beginning.join_all().await;
    let file = fixture._folder.path().join(FILE_NAME);
    let options = SqliteConnectOptions::new().filename(file);
    let mut file = SqliteConnection::connect_with(&options).await.unwrap();
    let before = sqlx::query("SELECT timers FROM chats WHERE id = ?")
        .bind(damaged[0].contact.as_str())
        .fetch_one(&mut file);
    let before: String = before.await.unwrap().get("timers");
    let damage = sqlx::query("UPDATE chats SET timers = '{}' WHERE id <> ?");
    let damage = damage.bind(good.contact.as_str()).execute(&mut file).await;
    assert_eq!(damage.unwrap().rows_affected(), 70);

    let keeper = timekeeper(&fixture, Clock::manual(NOW));
    let hour = Duration::from_secs(60 * 60);
    assert_eq!(keeper.advance(hour).await.unwrap(), minute(60));
    assert_eq!(keeper.clock().now(), minute(60));
    assert_eq!(good.record().await[2], "10 Ann participant.idle (2)");
    assert_eq!(fixture.store.next_due().await.unwrap(), None);
    // A chat that can be read again goes on with the next that happens in it.
    let contact = damaged[0].contact.clone();
    assert!(matches!(
        fixture.store.advance(contact.clone(), minute(60)).await,
        Err(StoreError::Unavailable(_))
    ));
    let mend = sqlx::query("UPDATE chats SET timers = ? WHERE id = ?");
    let mend = mend.bind(before).bind(contact.as_str());
    mend.execute(&mut file).await.unwrap();
    assert_eq!(
        damaged[0].says(&damaged[0].customer, 60).await,
        [
            "5 Ann participant.idle (2)",
            "60 Ann participant.returned (2)"
        ]
    );
    assert_eq!(fixture.store.next_due().await.unwrap(), Some(minute(65)));
}
