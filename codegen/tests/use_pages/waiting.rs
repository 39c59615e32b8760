//! Waiters: how often they ask, and when they stop.

use std::time::Duration;

use lockstep_client::WaitError;
use tokio::time::Instant;

use super::*;

const MINUTE: Duration = Duration::from_secs(60);

#[tokio::test(start_paused = true)]
async fn a_waiter_asks_again_until_an_output_matches() {
    let (script, client) = Script::of_things([
        in_state(State::Pending),
        thing(|_| {}),
        Err(Busy::new("not now").into()),
        in_state(State::Active),
    ]);
    let began = Instant::now();
    let found = client.wait_until_thing_active(id(), MINUTE).await.unwrap();
    assert_eq!(found.unwrap().state, Some(State::Active));
    assert_eq!(script.asked().len(), 4);
    // From 5 s each time, up to 5, 10 and 20 s.
    let waited = began.elapsed().as_secs();
    assert!((15..=36).contains(&waited), "{waited} s");
}

#[tokio::test(start_paused = true)]
async fn a_waiter_ends_with_a_failure_and_with_an_error_that_it_does_not_expect() {
    let (_, client) = Script::of_things([in_state(State::Pending), in_state(State::Failed)]);
    match client.wait_until_thing_active(id(), MINUTE).await {
        Err(WaitError::Failed(thing)) => assert_eq!(thing.state, Some(State::Failed)),
        other => panic!("{other:?}"),
    }
    let (script, client) = Script::of_things([not_found()]);
    let error = client
        .wait_until_thing_active(id(), MINUTE)
        .await
        .unwrap_err();
    assert!(matches!(&error, WaitError::Error(error) if error.status().unwrap() == 404));
    assert!(error.to_string().contains("no such thing"), "{error}");
    assert_eq!(script.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_waiter_stops_when_it_took_too_long() {
    let (script, client) = Script::of_things((0..20).map(|_| in_state(State::Pending)));
    let began = Instant::now();
    let error = client
        .wait_until_thing_active(id(), MINUTE)
        .await
        .unwrap_err();
    let WaitError::TimedOut { attempts, max_wait } = error else {
        panic!("{error}")
    };
    assert_eq!(
        (script.asked().len(), max_wait),
        (usize::try_from(attempts).unwrap(), MINUTE)
    );
    assert!((5..=12).contains(&attempts), "{attempts}");
    // The last call is made where the least delay is left.
    assert!((54..=56).contains(&began.elapsed().as_secs()));
    let text = format!("what is waited for did not come within 60s (after {attempts} calls)");
    assert_eq!(error.to_string(), text);
}

#[tokio::test(start_paused = true)]
async fn without_time_a_waiter_asks_once() {
    let (script, client) = Script::of_things([in_state(State::Pending)]);
    let waited = client.wait_until_thing_active(id(), Duration::ZERO).await;
    assert!(matches!(
        waited,
        Err(WaitError::TimedOut { attempts: 1, .. })
    ));
    assert_eq!(script.asked(), ["t"]);
}

#[tokio::test(start_paused = true)]
async fn successes_and_errors_can_be_what_is_waited_for() {
    let (_, client) = Script::of_things([not_found(), not_found(), thing(|_| {})]);
    let found = client.wait_until_thing_exists(id(), MINUTE).await.unwrap();
    assert_eq!(found.unwrap().name, "name");
    let (script, client) = Script::of_things([thing(|_| {}), not_found()]);
    let gone = client.wait_until_thing_gone(id(), MINUTE).await.unwrap();
    assert_eq!((gone, script.asked().len()), (None, 2));
    let (_, client) = Script::of_things([thing(|_| {}), Err(Busy::new("b").into())]);
    let refused = client.wait_until_thing_refused(id(), MINUTE).await.unwrap();
    assert_eq!(refused, None);
}

/// A call without an answer is no error of the service, whatever is waited for.
#[tokio::test(start_paused = true)]
async fn no_answer_is_not_an_error_that_is_waited_for() {
    let nobody = lockstep_client::Client::new("http://127.0.0.1:1").unwrap();
    let waited = Client::from(nobody)
        .wait_until_thing_refused(id(), MINUTE)
        .await;
    assert!(
        matches!(
            waited,
            Err(WaitError::Error(lockstep_client::Error::Transport(_)))
        ),
        "{waited:?}"
    );
}
