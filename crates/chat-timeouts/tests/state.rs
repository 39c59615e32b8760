//! The state of a chat: what a new one has, what comes back, and what is refused.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;

use chat_timeouts::{
    BrokenState, Chat, Choices, Input, Kind, Moment, Participant, Phase, RunningTimer, State,
    Supervisors, Timer, TimerSettings,
};
use common::{AGENT_AUTO, AGENT_IDLE, CUSTOMER_IDLE, Id, Scene, minute};

/// A customer and an agent in minute 3, of whom the agent is idle since minute 2.
fn state() -> State<Id> {
    let mut scene = Scene::new([(CUSTOMER_IDLE, 5), (AGENT_IDLE, 2), (AGENT_AUTO, 7)]);
    scene
        .joined("customer")
        .joined("agent")
        .until(3, ["2 agent idle"]);
    scene.chat.state().clone()
}

fn refusal(change: impl FnOnce(&mut State<Id>)) -> (BrokenState, String) {
    let mut state = state();
    change(&mut state);
    let broken = Chat::restore(Choices::default(), state).unwrap_err();
    (broken, broken.to_string())
}

fn refused(change: impl FnOnce(&mut State<Id>)) -> String {
    refusal(change).1
}

/// All of it, member by member, because others store it.
#[test]
fn the_state_is_plain_data() {
    let state = state();
    let mut settings = TimerSettings::default();
    for (pair, minutes) in state.settings.iter() {
        settings.set(pair, minutes);
    }
    let participant = |id, kind, idle, timer, due| Participant {
        id,
        kind,
        settings,
        idle,
        timer: Some(RunningTimer {
            timer,
            due: minute(due),
        }),
    };
    let expected = State {
        settings,
        seen: minute(3),
        phase: Phase::Running,
        participants: vec![
            participant("customer", Kind::Customer, false, Timer::Idle, 5),
            participant("agent", Kind::Agent, true, Timer::AutoDisconnect, 9),
        ],
    };
    assert_eq!(state, expected);
}

/// Timers that were set before anybody joined are all that a chat needs to begin with.
#[test]
fn a_new_chat_may_be_given_its_settings() {
    let settings = state().settings;
    let new = State {
        settings,
        ..State::default()
    };
    let mut chat = Chat::restore(Choices::default(), new).unwrap();
    for (participant, kind) in [("customer", Kind::Customer), ("agent", Kind::Agent)] {
        assert_eq!(
            chat.handle(Input::Joined { participant, kind }, minute(0)),
            []
        );
    }
    assert_eq!(chat.advance(minute(3)).len(), 1);
    assert_eq!(*chat.state(), state());
    assert_eq!(
        Chat::<Id>::new(Choices::default()).state(),
        &State::default()
    );
}

/// A running timer keeps the time for which it was started, also under other choices.
#[test]
fn a_chat_comes_back_under_other_choices() {
    let choices = Choices {
        supervisors: Supervisors::LikeAgents,
        ..Choices::default()
    };
    let mut scene = Scene::choosing(choices, [(AGENT_IDLE, 5)]);
    scene
        .joined("customer")
        .joined("agent")
        .joined("supervisor");
    let state = scene.chat.state().clone();
    scene.chat = Chat::restore(Choices::default(), state).unwrap();
    scene.until(6, ["5 agent idle", "5 supervisor idle"]);
    scene.message("supervisor");
    scene.until(60, ["6 supervisor returned"]);
}

#[test]
fn nobody_is_in_a_chat_that_is_over() {
    let told = "the chat is over, and participants are in it";
    assert_eq!(refused(|state| state.phase = Phase::Ended), told);
    let over = State::<Id> {
        phase: Phase::Ended,
        ..State::default()
    };
    assert!(Chat::restore(Choices::default(), over).is_ok());
}

#[test]
fn timers_run_for_a_pair_only() {
    for missing in [0, 1] {
        let told = refused(|state| {
            state.participants.remove(missing);
        });
        assert_eq!(told, "timers run, but nobody attends a customer");
    }
}

#[test]
fn nobody_is_there_twice() {
    let (broken, told) = refusal(|state| {
        let mut again = state.participants[1].clone();
        again.kind = Kind::Supervisor;
        again.timer = None;
        state.participants.push(again);
    });
    assert_eq!(
        broken,
        BrokenState::Repeated {
            first: 1,
            second: 2
        }
    );
    assert_eq!(told, "participant 2 is participant 1 again");
}

#[test]
fn no_single_timer_runs_while_timers_do_not() {
    let told = refused(|state| {
        state.phase = Phase::Waiting;
        state.participants[0].timer = None;
    });
    assert_eq!(told, "participant 1 has a timer, but no timers run");
}

#[test]
fn timers_are_due_within_eight_hours_from_now() {
    let told = "the timer of participant 0 is overdue, or due too late";
    let due = |millis: i64| {
        move |state: &mut State<Id>| {
            let due = Moment::from_millis(minute(3).as_millis() + millis);
            state.participants[0].timer = Some(RunningTimer {
                timer: Timer::Idle,
                due,
            });
        }
    };
    let longest = 480 * 60_000;
    for millis in [-60_000, 0, longest + 1] {
        assert_eq!(refused(due(millis)), told);
    }
    for millis in [1, longest] {
        let mut state = state();
        due(millis)(&mut state);
        assert!(Chat::restore(Choices::default(), state).is_ok());
    }
    // There is no latest moment so close to the end of time.
    let mut state = state();
    state.seen = Moment::from_millis(i64::MAX - 2);
    state.participants[0].timer = None;
    let due = Moment::from_millis(i64::MAX - 1);
    state.participants[1].timer = Some(RunningTimer {
        timer: Timer::Idle,
        due,
    });
    assert!(Chat::restore(Choices::default(), state).is_ok());
}
