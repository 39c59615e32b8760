//! Which timers there are, what starts them from the beginning, and which runs first: rules 1, 5 and 6.

use chat_timeouts::{Activity, Minutes, Moment, Pair};

use crate::common::{AGENT_AUTO, AGENT_IDLE, CUSTOMER_AUTO, CUSTOMER_IDLE, Scene, minute};

/// A scene in which a customer and an agent have joined in minute 0.
fn pair<const N: usize>(timers: [(Pair, i64); N]) -> Scene {
    let mut scene = Scene::new(timers);
    scene.joined("customer").joined("agent");
    scene
}

/// Rule 1: when the idle timer runs out, the participant counts as idle (the customer).
#[test]
fn rule_1_customer_idle_marks_the_customer_idle() {
    let mut scene = pair([(CUSTOMER_IDLE, 5)]);
    scene.until(4, []).until(600, ["5 customer idle"]);
    assert!(scene.chat.state().participants[0].idle);
    assert!(!scene.chat.state().participants[1].idle);
    assert_eq!(scene.present(), ["customer", "agent"]);
}

/// Rule 1: when the auto-disconnect timer runs out, the agent is disconnected, because the customer stays
/// silent.
#[test]
fn rule_1_customer_auto_disconnect_disconnects_the_agent() {
    let mut scene = pair([(CUSTOMER_AUTO, 5)]);
    scene.at(4).message("agent");
    scene.until(600, ["5 customer auto-disconnect of agent"]);
    assert_eq!(scene.present(), ["customer"]);
}

/// Rule 1: when the idle timer runs out, the participant counts as idle (the agent).
#[test]
fn rule_1_agent_idle_marks_the_agent_idle() {
    let mut scene = pair([(AGENT_IDLE, 5)]);
    scene.until(600, ["5 agent idle"]);
    assert!(!scene.chat.state().participants[0].idle);
    assert!(scene.chat.state().participants[1].idle);
    assert_eq!(scene.present(), ["customer", "agent"]);
}

/// Rule 1: when the auto-disconnect timer runs out, the agent is disconnected, because the agent stays
/// silent.
#[test]
fn rule_1_agent_auto_disconnect_disconnects_the_agent() {
    let mut scene = pair([(AGENT_AUTO, 5)]);
    scene.at(4).message("customer");
    scene.until(600, ["5 agent auto-disconnect of agent"]);
    assert_eq!(scene.present(), ["customer"]);
}

/// Rule 1: any combination may be set. Each timer that is set, and no other, does its part.
#[test]
fn rule_1_any_combination_of_the_four_may_be_set() {
    let four = [
        (CUSTOMER_IDLE, 3, "3 customer idle"),
        (AGENT_IDLE, 4, "4 agent idle"),
        // After the idle timer of its role, if there is one.
        (CUSTOMER_AUTO, 10, "customer auto-disconnect of agent"),
        (AGENT_AUTO, 20, "agent auto-disconnect of agent"),
    ];
    for combination in 0_u8..16 {
        let is_set = |index: usize| combination & (1 << index) != 0;
        let mut scene = Scene::new([]);
        for (index, (pair, minutes, _)) in four.into_iter().enumerate() {
            if is_set(index) {
                scene.configured([(pair, minutes)]);
            }
        }
        let mut expected: Vec<String> = (0..2)
            .filter(|&index| is_set(index))
            .map(|index| four[index].2.to_owned())
            .collect();
        // The first auto-disconnect leaves no agent for a second.
        if let Some(index) = (2..4).find(|&index| is_set(index)) {
            let idle = if is_set(index - 2) {
                four[index - 2].1
            } else {
                0
            };
            expected.push(format!("{} {}", idle + four[index].1, four[index].2));
        }
        scene.joined("customer").joined("agent");
        assert_eq!(scene.lines(600), expected);
    }
}

/// Rule 1: each to between 2 and 480 whole minutes. The shortest and the longest run for as long as they
/// say, to the millisecond.
#[test]
fn rule_1_from_two_minutes_to_eight_hours() {
    for minutes in [Minutes::MIN, Minutes::MAX] {
        let mut scene = pair([(CUSTOMER_IDLE, i64::from(minutes.get()))]);
        let due = minute(minutes.get().into());
        assert_eq!(scene.chat.next_wake(), Some(due));
        let just_before = Moment::from_millis(due.as_millis() - 1);
        assert_eq!(scene.chat.advance(just_before), []);
        assert_eq!(scene.chat.advance(due).len(), 1);
    }
}

/// Rule 5: with both timers set for a role, the auto-disconnect timer starts only when the participant has
/// become idle: until the auto-disconnect it takes the sum of both.
#[test]
fn rule_5_idle_runs_first_and_the_total_is_the_sum() {
    pair([(CUSTOMER_IDLE, 5), (CUSTOMER_AUTO, 2)]).until(
        600,
        ["5 customer idle", "7 customer auto-disconnect of agent"],
    );
    pair([(AGENT_IDLE, 2), (AGENT_AUTO, 480)])
        .until(600, ["2 agent idle", "482 agent auto-disconnect of agent"]);
}

/// Rule 5: with one timer set, that one starts at once. The other role's timers have no part in it.
#[test]
fn rule_5_auto_disconnect_alone_starts_at_once() {
    pair([(CUSTOMER_AUTO, 7), (AGENT_IDLE, 5)])
        .until(600, ["5 agent idle", "7 customer auto-disconnect of agent"]);
}

/// Rule 6: with a message or an attachment, its sender's timers start from the beginning.
#[test]
fn rule_6_a_message_or_an_attachment_resets() {
    for activity in [Activity::Message, Activity::Attachment] {
        let mut scene = pair([(CUSTOMER_IDLE, 5), (CUSTOMER_AUTO, 10)]);
        for now in [3, 7, 11] {
            scene.at(now).active("customer", activity);
        }
        scene.until(
            600,
            ["16 customer idle", "26 customer auto-disconnect of agent"],
        );
    }
}

/// Rule 6: a sender who was idle no longer is, and the timers start from the beginning: the idle timer
/// first, and not what was left of the auto-disconnect timer.
#[test]
fn rule_6_an_idle_sender_returns() {
    let mut scene = pair([(CUSTOMER_IDLE, 5), (CUSTOMER_AUTO, 10)]);
    scene.at(14).message("customer");
    assert!(!scene.chat.state().participants[0].idle);
    scene.until(18, ["5 customer idle", "14 customer returned"]);
    scene.until(
        600,
        ["19 customer idle", "29 customer auto-disconnect of agent"],
    );
}

/// Rule 6: nobody else's timers change.
#[test]
fn rule_6_a_message_resets_its_senders_timers_alone() {
    let mut scene = pair([(CUSTOMER_IDLE, 5), (AGENT_IDLE, 5), (AGENT_AUTO, 5)]);
    scene.at(3).message("customer");
    scene.at(7).message("agent");
    scene.until(11, ["5 agent idle", "7 agent returned", "8 customer idle"]);
    scene.at(11).message("customer");
    scene.until(
        600,
        [
            "11 customer returned",
            "12 agent idle",
            "16 customer idle",
            "17 agent auto-disconnect of agent",
        ],
    );
}

/// Rule 6: a sender who was not idle does not return.
#[test]
fn rule_6_who_was_not_idle_does_not_return() {
    let mut scene = pair([(CUSTOMER_AUTO, 5)]);
    scene.at(4).message("customer").message("agent");
    scene.until(8, []);
}
