//! The rules by which a call changes the timers of a chat, one test for each, and a comparison of
//! random histories with the plainest model there is: a map.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

use std::collections::BTreeMap;

use chat_timeouts::{Change, Minutes, Pair, Role, Timer, TimerChange, TimerChanges, TimerSettings};
use proptest::prelude::*;

const CUSTOMER_IDLE: Pair = Pair {
    role: Role::Customer,
    timer: Timer::Idle,
};
const CUSTOMER_AUTO_DISCONNECT: Pair = Pair {
    role: Role::Customer,
    timer: Timer::AutoDisconnect,
};
const AGENT_IDLE: Pair = Pair {
    role: Role::Agent,
    timer: Timer::Idle,
};

fn set(pair: Pair, minutes: i64) -> TimerChange {
    TimerChange {
        pair,
        change: Change::Set(Minutes::new(minutes).unwrap()),
    }
}

fn unset(pair: Pair) -> TimerChange {
    TimerChange {
        pair,
        change: Change::Unset,
    }
}

fn after(calls: &[&[TimerChange]]) -> TimerSettings {
    calls
        .iter()
        .fold(TimerSettings::default(), |settings, call| {
            settings.apply(&TimerChanges::new(call.iter().copied()).unwrap())
        })
}

/// The timers that are set, in minutes.
fn minutes(settings: TimerSettings) -> Vec<(Pair, u16)> {
    settings
        .iter()
        .map(|(pair, minutes)| (pair, minutes.get()))
        .collect()
}

#[test]
fn a_new_chat_has_no_timers() {
    assert_eq!(
        Pair::ALL.map(|pair| TimerSettings::default().get(pair)),
        [None; 4]
    );
}

#[test]
fn each_of_the_four_has_a_place_of_its_own() {
    let calls: Vec<TimerChange> = (10..)
        .zip(Pair::ALL)
        .map(|(minutes, pair)| set(pair, minutes))
        .collect();
    assert_eq!(
        minutes(after(&[&calls])),
        Pair::ALL.into_iter().zip(10..).collect::<Vec<_>>()
    );
}

#[test]
fn a_call_changes_the_pairs_it_names_and_no_others() {
    let settings = after(&[
        &[set(CUSTOMER_IDLE, 5), set(AGENT_IDLE, 7)],
        &[set(AGENT_IDLE, 9)],
    ]);
    assert_eq!(minutes(settings), [(CUSTOMER_IDLE, 5), (AGENT_IDLE, 9)]);
}

#[test]
fn unset_deletes_one_timer_and_keeps_the_rest() {
    let settings = after(&[
        &[set(CUSTOMER_IDLE, 5), set(CUSTOMER_AUTO_DISCONNECT, 6)],
        &[unset(CUSTOMER_IDLE)],
    ]);
    assert_eq!(minutes(settings), [(CUSTOMER_AUTO_DISCONNECT, 6)]);
}

#[test]
fn unset_of_a_timer_that_is_not_set_is_fine() {
    assert_eq!(after(&[&[unset(AGENT_IDLE)]]), TimerSettings::default());
    assert_eq!(
        after(&[
            &[set(AGENT_IDLE, 2)],
            &[unset(AGENT_IDLE)],
            &[unset(AGENT_IDLE)]
        ]),
        TimerSettings::default()
    );
}

#[test]
fn a_call_that_names_nothing_changes_nothing() {
    let settings = after(&[&[set(AGENT_IDLE, 2)]]);
    assert_eq!(settings.apply(&TimerChanges::new([]).unwrap()), settings);
}

#[test]
fn a_pair_named_twice_is_refused_whatever_its_values() {
    for second in [set(AGENT_IDLE, 5), set(AGENT_IDLE, 6), unset(AGENT_IDLE)] {
        for first in [set(AGENT_IDLE, 5), unset(AGENT_IDLE)] {
            let refusal = TimerChanges::new([set(CUSTOMER_IDLE, 5), first, second]).unwrap_err();
            assert_eq!(
                refusal.to_string(),
                "entry 2 names the agent idle timer, which entry 1 names already"
            );
        }
    }
}

#[test]
fn every_repetition_is_reported_with_both_places() {
    let call = [
        set(AGENT_IDLE, 5),
        set(CUSTOMER_IDLE, 5),
        set(AGENT_IDLE, 6),
        set(CUSTOMER_AUTO_DISCONNECT, 5),
        unset(AGENT_IDLE),
        unset(CUSTOMER_IDLE),
    ];
    let refusal = TimerChanges::new(call).unwrap_err();
    let places: Vec<_> = refusal
        .iter()
        .map(|d| (d.pair, d.first, d.second))
        .collect();
    assert_eq!(
        places,
        [
            (AGENT_IDLE, 0, 2),
            (AGENT_IDLE, 0, 4),
            (CUSTOMER_IDLE, 1, 5)
        ]
    );
}

fn any_call() -> impl Strategy<Value = Vec<TimerChange>> {
    let change = prop_oneof![
        1 => Just(Change::Unset),
        3 => (2_i64..=480).prop_map(|minutes| Change::Set(Minutes::new(minutes).unwrap())),
    ];
    let entry = (prop::sample::select(&Pair::ALL[..]), change)
        .prop_map(|(pair, change)| TimerChange { pair, change });
    prop::collection::vec(entry, 0..=6)
}

proptest! {
    #[test]
    fn a_history_of_calls_ends_where_a_map_ends(calls in prop::collection::vec(any_call(), 0..20)) {
        let mut settings = TimerSettings::default();
        let mut model: BTreeMap<Pair, Minutes> = BTreeMap::new();
        for call in calls {
            let distinct: BTreeMap<Pair, Change> = call.iter().map(|c| (c.pair, c.change)).collect();
            match TimerChanges::new(call.clone()) {
                Ok(changes) => {
                    prop_assert_eq!(distinct.len(), call.len());
                    settings = settings.apply(&changes);
                    for (pair, change) in distinct {
                        match change {
                            Change::Set(minutes) => model.insert(pair, minutes),
                            Change::Unset => model.remove(&pair),
                        };
                    }
                }
                Err(duplicates) => {
                    prop_assert_eq!(duplicates.iter().count(), call.len() - distinct.len());
                    for found in duplicates.iter() {
                        prop_assert!(found.first < found.second);
                        prop_assert_eq!(call[found.first].pair, found.pair);
                        prop_assert_eq!(call[found.second].pair, found.pair);
                    }
                }
            }
            prop_assert_eq!(settings.iter().collect::<BTreeMap<_, _>>(), model.clone());
        }
    }
}
