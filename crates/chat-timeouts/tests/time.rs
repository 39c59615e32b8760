//! The promises about time, and what is told of people who are not there or of a chat that is over.

mod common;

use chat_timeouts::{Activity, Chat, Choices, Event, Input, Kind, Moment, Pair, Phase, What};
use common::{AGENT_AUTO, AGENT_IDLE, CUSTOMER_AUTO, CUSTOMER_IDLE, Id, Scene, minute, set};

/// All four timers, and a customer and two agents in the chat.
fn busy() -> Scene {
    let mut scene = Scene::new([
        (CUSTOMER_IDLE, 3),
        (CUSTOMER_AUTO, 40),
        (AGENT_IDLE, 4),
        (AGENT_AUTO, 30),
    ]);
    scene
        .joined("customer")
        .joined("agent")
        .at(1)
        .joined("agent 2");
    scene
}

#[test]
fn a_day_at_once_is_a_day_in_small_steps() {
    let day = minute(24 * 60);
    let mut at_once = busy();
    let expected = at_once.chat.advance(day);
    assert_eq!(expected.len(), 4);
    // Not a divisor of anything.
    for step in [1, 7_919, 60_000, 3_600_000] {
        let mut stepwise = busy();
        let mut events = Vec::new();
        let mut now = minute(1).as_millis();
        // The last timer of these is due in minute 34. After that, larger steps do.
        while now < day.as_millis() {
            now += if now > 36 * 60_000 { 100 * step } else { step };
            events.extend(stepwise.chat.advance(Moment::from_millis(now)));
        }
        assert_eq!(events, expected, "in steps of {step} ms");
    }
}

#[test]
fn each_timer_runs_out_when_the_wake_says_and_not_before() {
    let mut scene = busy();
    let mut wakes = Vec::new();
    while let Some(wake) = scene.chat.next_wake() {
        let before = Moment::from_millis(wake.as_millis() - 1);
        assert_eq!(scene.chat.advance(before), []);
        assert_eq!(scene.chat.next_wake(), Some(wake));
        assert!(!scene.chat.advance(wake).is_empty());
        wakes.push(wake);
    }
    assert_eq!(wakes, [minute(4), minute(5), minute(34)]);
}

/// What was due comes first, each at its own time, and then the message.
#[test]
fn what_was_due_comes_before_what_is_told() {
    let mut scene = busy();
    scene.at(20).message("customer");
    scene.until(
        20,
        [
            "4 customer idle",
            "4 agent idle",
            "5 agent 2 idle",
            "20 customer returned",
        ],
    );
    // Removed in minute 34, so the message in minute 50 is that of a stranger.
    scene.at(50).message("agent");
    scene.until(
        50,
        [
            "23 customer idle",
            "34 agent auto-disconnect of agent, agent 2",
        ],
    );
}

#[test]
fn a_message_at_the_moment_a_timer_is_due_is_too_late() {
    let mut scene = Scene::new([(CUSTOMER_IDLE, 5), (CUSTOMER_AUTO, 5)]);
    scene.joined("customer").joined("agent");
    scene.at(5).message("customer");
    scene.until(5, ["5 customer idle", "5 customer returned"]);
    scene.at(15).message("customer").joined("agent 2");
    scene.until(
        19,
        [
            "10 customer idle",
            "15 customer auto-disconnect of agent",
            "15 customer returned",
        ],
    );
    // A millisecond earlier it is not.
    scene
        .at_moment(Moment::from_millis(20 * 60_000 - 1))
        .message("customer");
    scene.until(20, []);
}

/// The order of timers that are due at one moment, whoever joined first.
fn tied<const N: usize>(timers: [(Pair, i64); N], customer_first: bool) -> Vec<String> {
    let mut scene = Scene::new(timers);
    let joins: [Id; 4] = if customer_first {
        ["customer", "bot", "agent 1", "agent 2"]
    } else {
        ["bot", "agent 1", "agent 2", "customer"]
    };
    for one in joins {
        scene.joined(one);
    }
    scene.lines(600)
}

#[test]
fn of_idle_timers_due_together_the_customers_is_first_and_then_as_they_joined() {
    for customer_first in [true, false] {
        assert_eq!(
            tied([(CUSTOMER_IDLE, 5), (AGENT_IDLE, 5)], customer_first),
            [
                "5 customer idle",
                "5 bot idle",
                "5 agent 1 idle",
                "5 agent 2 idle"
            ]
        );
    }
}

#[test]
fn idle_timers_run_out_before_auto_disconnect_timers_due_together() {
    for customer_first in [true, false] {
        assert_eq!(
            tied([(CUSTOMER_AUTO, 5), (AGENT_IDLE, 5)], customer_first),
            [
                "5 bot idle",
                "5 agent 1 idle",
                "5 agent 2 idle",
                "5 customer auto-disconnect of bot, agent 1, agent 2"
            ]
        );
    }
}

#[test]
fn of_auto_disconnect_timers_due_together_the_customers_is_the_one() {
    for customer_first in [true, false] {
        assert_eq!(
            tied([(CUSTOMER_AUTO, 5), (AGENT_AUTO, 5)], customer_first),
            ["5 customer auto-disconnect of bot, agent 1, agent 2"]
        );
        assert_eq!(
            tied([(AGENT_AUTO, 5)], customer_first),
            ["5 bot auto-disconnect of bot, agent 1, agent 2"]
        );
    }
}

#[test]
fn time_does_not_go_back() {
    let mut scene = Scene::new([(CUSTOMER_IDLE, 5)]);
    scene.joined("customer").joined("agent");
    scene.until(10, ["5 customer idle"]);
    // The message counts as of minute 10, and so does all that is told of earlier times.
    scene.at(2).message("customer");
    assert_eq!(scene.chat.next_wake(), Some(minute(15)));
    assert_eq!(scene.chat.advance(minute(0)), []);
    assert_eq!(scene.chat.state().seen, minute(10));
    scene.until(20, ["10 customer returned", "15 customer idle"]);
}

#[test]
fn time_may_be_negative_and_come_to_an_end() {
    let mut chat = Chat::new(Choices::default());
    let millis = Moment::from_millis;
    let mut tell = |input, now| chat.handle(input, now);
    let joins = |participant, kind| Input::Joined { participant, kind };
    assert_eq!(
        tell(Input::Configured(set([(CUSTOMER_IDLE, 2)])), Moment::MIN),
        []
    );
    assert_eq!(tell(joins("customer", Kind::Customer), Moment::MIN), []);
    assert_eq!(tell(joins("agent", Kind::Agent), Moment::MIN), []);
    let idle = tell(
        Input::Active {
            participant: "customer",
            activity: Activity::Message,
        },
        millis(i64::MAX - 119_999),
    );
    // It would be due a millisecond after the last moment that there is, so it never is.
    assert_eq!(idle[0].at, millis(i64::MIN + 120_000));
    assert_eq!(chat.next_wake(), None);
    assert_eq!(chat.advance(millis(i64::MAX)), []);
}

#[test]
fn who_is_in_the_chat_does_not_join_again() {
    let mut scene = busy();
    scene.at(2).configured([(AGENT_IDLE, 2)]);
    let before = scene.chat.state().clone();
    scene.joined("agent").joined("customer");
    // Also not as something else.
    scene.told(Input::Joined {
        participant: "agent",
        kind: Kind::Customer,
    });
    assert_eq!(*scene.chat.state(), before);
}

#[test]
fn strangers_change_nothing() {
    let mut scene = busy();
    let before = scene.chat.state().clone();
    scene
        .left("agent 3")
        .message("customer 2")
        .message("supervisor");
    assert_eq!(*scene.chat.state(), before);
    assert_eq!(scene.events, []);
}

#[test]
fn of_several_customers_each_has_a_clock() {
    let mut scene = Scene::new([(CUSTOMER_IDLE, 5), (AGENT_AUTO, 9)]);
    scene
        .joined("customer 1")
        .joined("agent")
        .at(2)
        .joined("customer 2");
    scene
        .at(4)
        .message("customer 1")
        .left("customer 2")
        .left("supervisor");
    scene.until(
        10,
        ["9 customer 1 idle", "9 agent auto-disconnect of agent"],
    );
}

#[test]
fn after_the_end_nothing_happens() {
    let mut scene = busy();
    scene.at(2).told(Input::Ended);
    assert_eq!(scene.chat.state().phase, Phase::Ended);
    let settings = scene.chat.state().settings;
    scene
        .joined("customer")
        .joined("agent")
        .joined("bot")
        .message("customer");
    scene
        .configured([(CUSTOMER_IDLE, 2)])
        .left("customer")
        .told(Input::Transferred)
        .told(Input::Ended);
    assert_eq!(scene.chat.next_wake(), None);
    scene.until(600, []);
    assert_eq!(scene.present(), [""; 0]);
    assert_eq!(scene.chat.state().phase, Phase::Ended);
    assert_eq!(scene.chat.state().settings, settings);
}

/// The end is told late, and what was due before it has happened.
#[test]
fn what_was_due_before_the_end_happens() {
    let mut scene = busy();
    scene.at(4).told(Input::Ended);
    let events: &[Event<Id>] = &scene.events;
    assert!(
        events
            .iter()
            .all(|event| event.what == What::Idle && event.at == minute(4))
    );
    assert_eq!(events.len(), 2);
}

/// However long a chat was left alone, its events are bounded by the number of participants: each is idle
/// once, and there is one auto-disconnect.
#[test]
fn a_long_absence_costs_no_more_than_a_short_one() {
    for years in [1, 1_000, 1_000_000] {
        let mut scene = busy();
        let events = scene.chat.advance(minute(years * 365 * 24 * 60));
        assert_eq!(events.len(), 4);
    }
}
