//! Whom an auto-disconnect removes, and who is shown what: rules 8 and 9.

use chat_timeouts::{Event, What};

use crate::common::{AGENT_AUTO, AGENT_IDLE, CUSTOMER_AUTO, CUSTOMER_IDLE, Id, Scene, minute};

/// Rule 8: auto-disconnect removes all but the customer: agents, supervisors and custom participants.
#[test]
fn rule_8_auto_disconnect_removes_all_but_the_customer() {
    for silent in [CUSTOMER_AUTO, AGENT_AUTO] {
        let mut scene = Scene::new([(silent, 5)]);
        scene
            .joined("supervisor")
            .joined("customer")
            .joined("agent");
        scene.joined("bot").joined("agent 2");
        let cause = if silent == CUSTOMER_AUTO {
            "customer"
        } else {
            "agent"
        };
        let told = format!("5 {cause} auto-disconnect of supervisor, agent, bot, agent 2");
        scene.until(600, [told.as_str()]);
        assert_eq!(scene.present(), ["customer"]);
    }
}

/// Rule 8: the chat need not end. The customer stays in it and may speak; no timer runs until the next
/// agent joins.
#[test]
fn rule_8_the_chat_need_not_end() {
    let mut scene = Scene::new([(CUSTOMER_AUTO, 5)]);
    scene.joined("customer").joined("agent");
    scene.until(10, ["5 customer auto-disconnect of agent"]);
    assert_eq!(scene.chat.next_wake(), None);
    scene.message("customer").left("agent").until(600, []);
    scene.joined("agent");
    scene.until(700, ["605 customer auto-disconnect of agent"]);
}

/// Rule 9: everyone is shown an event when someone becomes idle, when an idle one sends a message, and at
/// an auto-disconnect; those who were disconnected do not see the last.
#[test]
fn rule_9_everyone_is_shown_what_happens_but_the_removed_their_own_removal() {
    let mut scene = Scene::new([(AGENT_IDLE, 5), (AGENT_AUTO, 10)]);
    scene
        .joined("customer")
        .joined("supervisor")
        .joined("agent");
    scene.at(8).message("agent");
    scene.events.extend(scene.chat.advance(minute(600)));
    let shown = |at, what, shown_to: &[Id]| Event {
        at: minute(at),
        participant: "agent",
        what,
        shown_to: shown_to.to_vec(),
    };
    let all = ["customer", "supervisor", "agent"];
    let removed = vec!["supervisor", "agent"];
    assert_eq!(
        scene.events,
        [
            shown(5, What::Idle, &all),
            shown(8, What::Returned, &all),
            shown(13, What::Idle, &all),
            shown(23, What::AutoDisconnected { removed }, &["customer"]),
        ]
    );
}

/// Rule 9: when an idle one sends a message, once. The second message in a row says nothing new.
#[test]
fn rule_9_one_returns_once() {
    let mut scene = Scene::new([(CUSTOMER_IDLE, 5)]);
    scene.joined("customer").joined("agent");
    scene.at(8).message("customer").message("customer");
    scene.until(12, ["5 customer idle", "8 customer returned"]);
}
