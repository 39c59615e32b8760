//! Random histories of chats, each lived twice: by the state machine, and tick by tick by a model of the
//! rules that shares nothing with it but the names.
//!
//! As many histories as `PROPTEST_CASES` says, 256 unless told. Millions of steps:
//!
//! ```text
//! PROPTEST_CASES=40000 cargo test --release -p chat-timeouts --test model -- --nocapture
//! ```

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod histories;
mod obvious;

use std::cell::RefCell;

use chat_timeouts::{
    Chat, Choices, Event, Minutes, Moment, Participant, RunningTimer, State, TimerSettings, What,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use histories::{History, Pace, any_history};
use obvious::{Obvious, TICK};

/// What all histories together had in them.
#[derive(Debug, Default)]
struct Totals {
    steps: u64,
    ticks: u64,
    idle: u64,
    returned: u64,
    auto_disconnected: u64,
    /// Events at the moment of the event before.
    together: u64,
}

#[test]
fn every_history_goes_as_in_the_obvious_model() {
    let config = Config {
        // A failure prints the whole history, as short as it gets.
        failure_persistence: None,
        ..Config::default()
    };
    let cases = config.cases;
    let totals = RefCell::new(Totals::default());
    let result = TestRunner::new(config).run(&any_history(), |history| {
        live(&history, &mut totals.borrow_mut())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    let totals = totals.into_inner();
    println!("{totals:?}");
    // The histories are worth the comparison.
    if cases >= 256 {
        assert!(totals.steps > 40 * u64::from(cases));
        for number in [
            totals.idle,
            totals.returned,
            totals.auto_disconnected,
            totals.together,
        ] {
            assert!(number > u64::from(cases) / 2, "{totals:?}");
        }
    }
}

fn live(history: &History, totals: &mut Totals) -> Result<(), TestCaseError> {
    let mut model = Obvious::new(history.choices, history.start);
    let mut chat = Chat::new(history.choices);
    // The same chat, stored and brought back now and then.
    let mut stored = chat.clone();
    for step in &history.steps {
        let wake = chat.next_wake();
        let mut expected = Vec::new();
        for _ in 0..step.gap {
            model.ticks(&mut expected);
        }
        let now = history.start + model.tick * TICK;
        match (expected.first(), wake) {
            (Some(first), wake) => prop_assert_eq!(wake, Some(first.at)),
            (None, Some(wake)) => prop_assert!(wake.as_millis() > now),
            (None, None) => {}
        }
        model.happens(&step.input, &mut expected);

        let most = chat.state().participants.len() + 1;
        let before = now - i64::from(step.gap) * TICK;
        let mut events = pass(&mut chat, step.pace, before, now);
        if step.back > 0 {
            events.extend(chat.advance(Moment::from_millis(now)));
        }
        let told = Moment::from_millis(now - step.back);
        events.extend(chat.handle(step.input.clone(), told));
        prop_assert_eq!(&events, &expected);

        let mut same = stored.advance(Moment::from_millis(now));
        // Each was idle once, and there was one auto-disconnect, however much time has passed.
        prop_assert!(same.len() <= most, "{} events", same.len());
        same.extend(stored.handle(step.input.clone(), told));
        prop_assert_eq!(&same, &expected);
        prop_assert_eq!(&stored, &chat);
        if step.restore {
            stored = bring_back(history.choices, stored.state())?;
            prop_assert_eq!(&stored, &chat);
        }
        totals.count(step.gap, &events);
    }
    Ok(())
}

/// Time passes, in which nothing happens.
fn pass(chat: &mut Chat<u8>, pace: Pace, before: i64, now: i64) -> Vec<Event<u8>> {
    let mut events = Vec::new();
    match pace {
        Pace::Jump => {}
        Pace::Wakes => {
            while let Some(wake) = chat.next_wake()
                && wake.as_millis() <= now
            {
                let woken = chat.advance(wake);
                assert!(!woken.is_empty(), "woken for nothing");
                events.extend(woken);
            }
        }
        Pace::Every(millis) => {
            let mut passed = before;
            while passed + millis <= now {
                passed += millis;
                events.extend(chat.advance(Moment::from_millis(passed)));
            }
        }
    }
    events
}

/// The chat as a store brings it back: from numbers, member by member.
fn bring_back(choices: Choices, state: &State<u8>) -> Result<Chat<u8>, TestCaseError> {
    let settings = |stored: TimerSettings| {
        let mut settings = TimerSettings::default();
        for (pair, minutes) in stored.iter() {
            settings.set(pair, Minutes::new(minutes.get().into()).unwrap());
        }
        settings
    };
    let moment = |stored: Moment| Moment::from_millis(stored.as_millis());
    let participants = state.participants.iter().map(|stored| Participant {
        id: stored.id,
        kind: stored.kind,
        settings: settings(stored.settings),
        idle: stored.idle,
        timer: stored.timer.map(|stored| RunningTimer {
            timer: stored.timer,
            due: moment(stored.due),
        }),
    });
    let state = State {
        settings: settings(state.settings),
        seen: moment(state.seen),
        phase: state.phase,
        participants: participants.collect(),
    };
    Chat::restore(choices, state).map_err(|broken| TestCaseError::fail(broken.to_string()))
}

impl Totals {
    fn count(&mut self, gap: u32, events: &[Event<u8>]) {
        self.steps += 1;
        self.ticks += u64::from(gap);
        for event in events {
            match event.what {
                What::Idle => self.idle += 1,
                What::Returned => self.returned += 1,
                What::AutoDisconnected { .. } => self.auto_disconnected += 1,
            }
        }
        let pairs = events.windows(2);
        self.together += pairs.filter(|pair| pair[0].at == pair[1].at).count() as u64;
    }
}
