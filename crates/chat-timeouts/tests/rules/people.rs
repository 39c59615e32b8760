//! Who must be there for timers to run, whose settings hold, and what a transfer changes: rules 2, 3, 4
//! and 7.

use chat_timeouts::Input;

use crate::common::{AGENT_AUTO, AGENT_IDLE, CUSTOMER_AUTO, CUSTOMER_IDLE, Scene};

/// Rule 2: they belong to roles, not to persons. They may be set while nobody fills the role.
#[test]
fn rule_2_timers_are_set_for_roles_and_not_for_persons() {
    let mut scene = Scene::new([(CUSTOMER_IDLE, 3), (AGENT_IDLE, 4)]);
    scene.at(10).joined("agent Bob").joined("customer Ann");
    scene.until(20, ["13 customer Ann idle", "14 agent Bob idle"]);
    scene.left("agent Bob").at(30).joined("agent Cem");
    scene.until(40, ["33 customer Ann idle", "34 agent Cem idle"]);
}

/// Rule 2: a transfer takes them along, and they apply to the new pair of customer and agent. In between
/// there is no pair, so none runs.
#[test]
fn rule_2_timers_go_along_with_a_transfer() {
    let mut scene = Scene::new([(CUSTOMER_IDLE, 5), (CUSTOMER_AUTO, 10), (AGENT_IDLE, 7)]);
    scene
        .joined("customer")
        .joined("agent")
        .joined("supervisor");
    scene.at(8).told(Input::Transferred);
    assert_eq!(scene.present(), ["customer"]);
    assert_eq!(scene.chat.next_wake(), None);
    scene.until(60, ["5 customer idle", "7 agent idle"]);
    scene.joined("agent 2").until(
        600,
        [
            "65 customer idle",
            "67 agent 2 idle",
            "75 customer auto-disconnect of agent 2",
        ],
    );
}

/// Rule 2: for as long as the chat lives. It goes on after an auto-disconnect, and so do the settings.
#[test]
fn rule_2_timers_outlive_an_auto_disconnect() {
    let mut scene = Scene::new([(AGENT_AUTO, 5)]);
    scene.joined("customer").joined("agent");
    scene.until(30, ["5 agent auto-disconnect of agent"]);
    scene.joined("agent");
    scene.until(60, ["35 agent auto-disconnect of agent"]);
}

/// Rule 3: timers run only while a customer and an agent are connected, or a customer and a custom
/// participant. Nobody else makes them run.
#[test]
fn rule_3_timers_run_for_a_customer_with_an_agent_or_a_custom_participant() {
    let all = [(CUSTOMER_IDLE, 5), (AGENT_IDLE, 6)];
    for alone in ["customer", "agent", "bot", "supervisor"] {
        Scene::new(all).joined(alone).until(600, []);
    }
    let mut scene = Scene::new(all);
    scene.joined("customer").joined("supervisor").until(600, []);
    let mut scene = Scene::new(all);
    scene.joined("agent").joined("bot").joined("supervisor");
    scene.until(600, []);
    let mut scene = Scene::new(all);
    scene.joined("bot").joined("customer");
    scene.until(600, ["5 customer idle", "6 bot idle"]);
}

/// Rule 3: only while both are connected. Without the customer the agent cannot be idle, and when the
/// customer comes back the timers start from the beginning.
#[test]
fn rule_3_timers_stop_while_the_customer_is_away() {
    let mut scene = Scene::new([(CUSTOMER_IDLE, 5), (AGENT_IDLE, 7)]);
    scene.joined("customer").joined("agent");
    scene.at(4).left("customer");
    assert_eq!(scene.chat.next_wake(), None);
    scene.until(100, []).joined("customer");
    scene.until(200, ["105 customer idle", "107 agent idle"]);
}

/// Rule 4: they start when the agent or custom participant joins. The customer's silence before that does
/// not count.
#[test]
fn rule_4_timers_start_when_the_agent_joins() {
    for first in ["agent", "bot"] {
        let mut scene = Scene::new([(CUSTOMER_IDLE, 5)]);
        scene.joined("customer").at(60).message("customer");
        scene.at(100).joined(first);
        scene.until(104, []).until(200, ["105 customer idle"]);
    }
}

/// Rule 4: they stop when it leaves, and start from the beginning with the next.
#[test]
fn rule_4_timers_stop_when_the_agent_leaves() {
    for first in ["agent 1", "bot 1"] {
        let mut scene = Scene::new([(CUSTOMER_IDLE, 5), (CUSTOMER_AUTO, 10), (AGENT_IDLE, 20)]);
        scene.joined("customer").joined(first);
        scene.at(14).left(first);
        assert_eq!(scene.chat.next_wake(), None);
        scene.until(100, ["5 customer idle"]).joined("agent 2");
        scene.until(
            200,
            [
                "105 customer idle",
                "115 customer auto-disconnect of agent 2",
            ],
        );
    }
}

/// Rule 7: the settings at the moment when the agent joined hold for as long as that agent stays. Neither a
/// longer nor a shorter timer, nor one that is new or deleted, changes what runs, also after a message.
#[test]
fn rule_7_what_was_set_when_the_agent_joined_holds() {
    let mut scene = Scene::new([(CUSTOMER_IDLE, 5), (AGENT_IDLE, 8)]);
    scene.joined("customer").joined("agent");
    scene
        .at(1)
        .configured([(CUSTOMER_IDLE, 2), (AGENT_IDLE, 100), (CUSTOMER_AUTO, 2)]);
    scene.at(20).message("customer").message("agent");
    scene.until(
        100,
        [
            "5 customer idle",
            "8 agent idle",
            "20 customer returned",
            "20 agent returned",
            "25 customer idle",
            "28 agent idle",
        ],
    );
}

/// Rule 7: as long as that agent stays, also for a customer who leaves and comes back.
#[test]
fn rule_7_a_customer_who_comes_back_finds_the_agents_settings() {
    let mut scene = Scene::new([(CUSTOMER_IDLE, 5)]);
    scene
        .joined("agent")
        .configured([(CUSTOMER_IDLE, 50)])
        .joined("customer");
    scene.at(4).left("customer").at(10).joined("customer");
    scene.until(100, ["15 customer idle"]);
}

/// Rule 7: a later update is kept, and applies when a new agent or custom participant joins.
#[test]
fn rule_7_an_update_applies_when_someone_new_joins() {
    // Who comes back is new, too.
    for second in ["agent 2", "bot", "agent"] {
        let mut scene = Scene::new([(CUSTOMER_IDLE, 5), (AGENT_IDLE, 6)]);
        scene.joined("customer").joined("agent");
        scene.configured([(CUSTOMER_IDLE, 10), (AGENT_IDLE, 12)]);
        scene.at(4).left("agent").joined(second);
        let idle = format!("16 {second} idle");
        scene.until(100, ["14 customer idle", &idle]);
    }
}

/// Rule 7: with two agents, each keeps for its own timers what was set when it joined.
#[test]
fn rule_7_each_of_two_agents_keeps_its_own_settings() {
    let mut scene = Scene::new([(AGENT_IDLE, 20)]);
    scene.joined("customer").joined("agent 1");
    scene.at(5).configured([(AGENT_IDLE, 3)]).joined("agent 2");
    scene.at(10).message("agent 1").message("agent 2");
    scene.until(
        100,
        [
            "8 agent 2 idle",
            "10 agent 2 returned",
            "13 agent 2 idle",
            "30 agent 1 idle",
        ],
    );
}

/// Rule 7: applies when a new agent or custom participant joins, and not when a supervisor does.
#[test]
fn rule_7_a_supervisor_brings_no_update() {
    let mut scene = Scene::new([(CUSTOMER_IDLE, 5)]);
    scene
        .joined("customer")
        .joined("agent")
        .configured([(CUSTOMER_IDLE, 2)]);
    scene.at(1).joined("supervisor");
    scene.until(100, ["5 customer idle"]);
}
