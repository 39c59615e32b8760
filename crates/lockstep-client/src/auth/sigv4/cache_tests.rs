//! When credentials are asked for, by a clock that the test moves.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use lockstep_sigv4::Credentials;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::{CredentialsCache, CredentialsError, CredentialsErrorKind, Held};
use crate::BoxError;
use crate::auth::sigv4::provider::{CredentialsProvider, Provider, TemporaryCredentials};

/// What the provider says next: credentials of this name that are good until then, a failure, or nothing, ever.
enum Answer {
    Until(&'static str, u64),
    Forever(&'static str),
    Failure(&'static str),
    Silence,
}

use Answer::{Failure, Forever, Silence, Until};

/// The provider, the clock and the cache between them.
struct World {
    asked: AtomicU64,
    answers: Mutex<std::vec::IntoIter<Answer>>,
    /// The provider answers once for each permit.
    permits: Semaphore,
    now: AtomicU64,
}

struct FromWorld(Arc<World>);

impl CredentialsProvider for FromWorld {
    async fn credentials(&self) -> Result<TemporaryCredentials, BoxError> {
        self.0.asked.fetch_add(1, Ordering::SeqCst);
        self.0.permits.acquire().await?.forget();
        let answer = self.0.answers.lock().unwrap().next();
        let named = |name| TemporaryCredentials::new(Credentials::new(name, "secret"));
        match answer.ok_or("the test has no more answers")? {
            Until(name, end) => Ok(named(name).until(at(end))),
            Forever(name) => Ok(named(name)),
            Failure(text) => Err(text.into()),
            Silence => std::future::pending().await,
        }
    }
}

fn at(second: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(second)
}

impl World {
    fn new(answers: impl Into<Vec<Answer>>) -> (Arc<Self>, Arc<CredentialsCache>) {
        let world = Arc::new(Self {
            asked: AtomicU64::new(0),
            answers: Mutex::new(answers.into().into_iter()),
            permits: Semaphore::new(100),
            now: AtomicU64::new(0),
        });
        let clock = Arc::clone(&world);
        let cache = CredentialsCache::new(
            Box::new(Provider(FromWorld(Arc::clone(&world)))),
            Arc::new(move || at(clock.now.load(Ordering::SeqCst))),
        );
        (world, Arc::new(cache))
    }

    fn asked(&self) -> u64 {
        self.asked.load(Ordering::SeqCst)
    }

    fn set(&self, now: u64) {
        self.now.store(now, Ordering::SeqCst);
    }
}

/// The name of the credentials, or what went wrong.
async fn get(cache: &CredentialsCache) -> String {
    name(cache.get(Duration::ZERO, None).await)
}

fn name(given: Result<Held, CredentialsError>) -> String {
    match given {
        Ok(held) => held.credentials.access_key_id().to_owned(),
        Err(error) => error.to_string(),
    }
}

#[tokio::test]
async fn credentials_without_an_end_are_asked_for_once() {
    let (world, cache) = World::new([Forever("one")]);
    for now in [0, 1, 1_000_000_000] {
        world.set(now);
        assert_eq!(get(&cache).await, "one");
    }
    assert_eq!(world.asked(), 1);
}

#[tokio::test]
async fn credentials_are_renewed_five_minutes_before_their_end() {
    let (world, cache) = World::new([Until("one", 3600), Until("two", 7200)]);
    for (now, name, asked) in [
        (0, "one", 1),
        (3299, "one", 1),
        (3300, "two", 2),
        (6899, "two", 2),
    ] {
        world.set(now);
        assert_eq!(
            (get(&cache).await.as_str(), world.asked()),
            (name, asked),
            "{now}"
        );
    }
}

#[tokio::test]
async fn credentials_of_a_short_life_are_used_for_half_of_it() {
    let (world, cache) = World::new([Until("one", 60), Until("two", 120)]);
    for (now, name) in [(0, "one"), (29, "one"), (30, "two")] {
        world.set(now);
        assert_eq!(get(&cache).await, name, "{now}");
    }
}

#[tokio::test]
async fn while_they_are_good_a_failure_to_renew_does_no_harm() {
    let (world, cache) = World::new([
        Until("one", 3600),
        Failure("down"),
        Until("expired", 100),
        Failure("still down"),
        Until("two", 9000),
    ]);
    for (now, expected, asked) in [
        (0, "one", 1),
        (3300, "one", 2),
        // It is not asked at each call, but once a minute.
        (3301, "one", 2),
        (3359, "one", 2),
        (3360, "one", 3),
        // They have expired: each call asks, and is told.
        (3600, "the provider gave no credentials: still down", 4),
        (3600, "two", 5),
    ] {
        world.set(now);
        assert_eq!(get(&cache).await, expected, "{now}");
        assert_eq!(world.asked(), asked, "{now}");
    }
}

#[tokio::test(start_paused = true)]
async fn while_they_are_good_a_silent_provider_is_not_waited_for() {
    let (world, cache) = World::new([Until("one", 3600), Silence]);
    assert_eq!(get(&cache).await, "one");
    world.set(3300);
    let before = Instant::now();
    assert_eq!(get(&cache).await, "one");
    assert_eq!(before.elapsed(), Duration::from_secs(5));
    assert_eq!(get(&cache).await, "one");
    assert_eq!(before.elapsed(), Duration::from_secs(5));
}

#[tokio::test]
async fn expired_credentials_are_none() {
    let (world, cache) = World::new([Until("one", 10), Until("two", 20)]);
    world.set(10);
    let error = cache.get(Duration::ZERO, None).await.err().unwrap();
    assert_eq!(error.kind(), CredentialsErrorKind::Unusable);
    assert!(
        error.to_string().contains("have expired already"),
        "{error}"
    );
    assert_eq!(get(&cache).await, "two");
}

/// Many calls at a time, each as far as it comes until the provider is allowed to answer.
async fn at_once(world: &World, cache: &Arc<CredentialsCache>) -> Vec<String> {
    let task = || {
        let cache = Arc::clone(cache);
        tokio::spawn(async move { get(&cache).await })
    };
    let calls: Vec<_> = (0..10).map(|_| task()).collect();
    // The tests' runtime has one thread, so that all the calls run until they wait.
    tokio::task::yield_now().await;
    world.permits.add_permits(10);
    let mut said = Vec::new();
    for call in calls {
        said.push(call.await.unwrap());
    }
    world.permits.forget_permits(100);
    said
}

#[tokio::test]
async fn many_calls_ask_once_and_share_what_they_are_told() {
    let (world, cache) = World::new([Failure("down"), Until("one", 3600), Until("two", 7200)]);
    world.permits.forget_permits(100);
    let failed = vec!["the provider gave no credentials: down"; 10];
    assert_eq!(at_once(&world, &cache).await, failed);
    assert_eq!(world.asked(), 1);
    assert_eq!(at_once(&world, &cache).await, ["one"; 10]);
    assert_eq!(world.asked(), 2);
    world.set(3400);
    let mut renewed = at_once(&world, &cache).await;
    renewed.sort();
    assert_eq!(
        renewed[..9],
        ["one"; 9],
        "nobody waits for the one who renews them"
    );
    assert_eq!(renewed[9], "two");
    assert_eq!(world.asked(), 3);
}

/// A call that is dropped when the provider has been asked.
async fn given_up(world: &World, cache: &Arc<CredentialsCache>) {
    let (asked, waiting) = (world.asked(), Arc::clone(cache));
    let call = tokio::spawn(async move { get(&waiting).await });
    while world.asked() == asked {
        tokio::task::yield_now().await;
    }
    call.abort();
    assert!(call.await.is_err());
}

#[tokio::test]
async fn what_a_call_asked_for_comes_although_it_is_given_up() {
    let (world, cache) = World::new([Until("one", 3600), Until("two", 7200)]);
    world.permits.forget_permits(100);
    given_up(&world, &cache).await;
    world.permits.add_permits(1);
    assert_eq!((get(&cache).await.as_str(), world.asked()), ("one", 1));

    world.set(3300);
    given_up(&world, &cache).await;
    assert_eq!((get(&cache).await.as_str(), world.asked()), ("one", 2));
    world.permits.add_permits(1);
    world.set(3600);
    assert_eq!((get(&cache).await.as_str(), world.asked()), ("two", 2));
}

#[tokio::test(start_paused = true)]
async fn a_call_with_little_time_goes_on_with_those_that_are_good() {
    let (world, cache) = World::new([Until("one", 3600), Silence]);
    assert_eq!(get(&cache).await, "one");
    world.set(3300);
    let before = Instant::now();
    let until = Some(before + Duration::from_millis(200));
    assert_eq!(name(cache.get(Duration::ZERO, until).await), "one");
    assert_eq!(before.elapsed(), Duration::from_millis(100));
    assert_eq!(world.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_task_that_does_not_end_is_given_up_although_others_wait_for_it() {
    let (world, cache) = World::new([Silence, Until("one", 3600)]);
    let wait = |seconds| {
        let cache = Arc::clone(&cache);
        let waiting = async move { get(&cache).await };
        tokio::spawn(tokio::time::timeout(Duration::from_secs(seconds), waiting))
    };
    // As long as the call waits that began it, it is let be.
    let first = wait(70);
    tokio::time::sleep(Duration::from_secs(65)).await;
    let second = wait(70);
    assert!(first.await.unwrap().is_err());
    assert_eq!(world.asked(), 1);

    assert_eq!(wait(1).await.unwrap().as_deref(), Ok("one"));
    assert_eq!(second.await.unwrap().as_deref(), Ok("one"));
    assert_eq!(world.asked(), 2);
    assert_eq!(Arc::strong_count(&cache.kept), 1, "no task is left");
}

#[tokio::test(start_paused = true)]
async fn a_task_ends_with_its_client() {
    let (_, cache) = World::new([Silence]);
    let short = tokio::time::timeout(Duration::from_secs(1), get(&cache));
    assert!(short.await.is_err());
    let kept = Arc::downgrade(&cache.kept);
    drop(cache);
    tokio::task::yield_now().await;
    assert_eq!(kept.strong_count(), 0);
}

#[test]
fn a_task_that_ends_with_its_runtime_is_begun_again_in_another() {
    let runtime = || tokio::runtime::Builder::new_current_thread().build();
    let (world, cache) = World::new([Until("one", 3600)]);
    world.permits.forget_permits(100);
    let first = runtime().unwrap();
    first.block_on(given_up(&world, &cache));
    drop(first);
    world.permits.add_permits(1);
    assert_eq!(runtime().unwrap().block_on(get(&cache)), "one");
    assert_eq!(world.asked(), 2);
}

/// A provider that panics.
struct Panicking;

impl CredentialsProvider for Panicking {
    async fn credentials(&self) -> Result<TemporaryCredentials, BoxError> {
        panic!("hidden")
    }
}

#[tokio::test]
async fn a_provider_that_panics_is_an_error_of_each_call() {
    let provider = Box::new(Provider(Panicking));
    let cache = Arc::new(CredentialsCache::new(provider, Arc::new(|| at(0))));
    let call = || {
        let cache = Arc::clone(&cache);
        tokio::spawn(async move { get(&cache).await })
    };
    for call in [call(), call(), call()] {
        assert_eq!(call.await.unwrap(), "the provider panicked, or was stopped");
    }
}

#[test]
fn without_a_runtime_there_is_an_error() {
    let (_, cache) = World::new([Forever("one")]);
    let waker = std::task::Waker::noop();
    let given = std::pin::pin!(get(&cache)).poll(&mut std::task::Context::from_waker(waker));
    let std::task::Poll::Ready(text) = given else {
        panic!("it waits")
    };
    assert!(text.contains("no reactor running"), "{text}");
}
