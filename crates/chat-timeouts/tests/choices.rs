//! Rule 10: what the guide leaves open is a choice. One test for each field of `Choices`, with all its
//! values.

mod common;

use chat_timeouts::{
    Activity, AfterAutoDisconnect, Choices, CustomParticipants, CustomerTimers, Idleness, Input,
    Phase, Signal, Silence, Stop, Supervisors,
};
use common::{AGENT_AUTO, AGENT_IDLE, CUSTOMER_AUTO, CUSTOMER_IDLE, Scene};

/// What the documentation of the fields says of the defaults.
#[test]
fn rule_10_each_choice_has_a_default() {
    let documented = Choices {
        typing: Signal::Ignored,
        read_receipts: Signal::Ignored,
        delivered_receipts: Signal::Ignored,
        custom_participants: CustomParticipants::LikeAgents,
        supervisors: Supervisors::WithoutTimers,
        silence: Silence::OfEach,
        stop: Stop::WhenTheLastLeaves,
        customer_timers: CustomerTimers::FollowTheNewest,
        idleness: Idleness::UntilAMessage,
        after_auto_disconnect: AfterAutoDisconnect::StaysOpen,
    };
    assert_eq!(Choices::default(), documented);
}

/// Whether typing and receipts count as a message: each kind by itself.
#[test]
fn rule_10_signals_count_as_messages_or_not() {
    type Field = fn(&mut Choices) -> &mut Signal;
    let signals: [(Activity, Field); 3] = [
        (Activity::Typing, |choices| &mut choices.typing),
        (Activity::ReadReceipt, |choices| &mut choices.read_receipts),
        (Activity::DeliveredReceipt, |choices| {
            &mut choices.delivered_receipts
        }),
    ];
    for (chosen, field) in signals {
        let mut choices = Choices::default();
        *field(&mut choices) = Signal::LikeAMessage;
        for (activity, _) in signals {
            let mut scene = Scene::choosing(choices, [(CUSTOMER_IDLE, 5)]);
            scene.joined("customer").joined("agent");
            scene
                .at(4)
                .active("customer", activity)
                .at(11)
                .active("customer", activity);
            if activity == chosen {
                scene.until(15, ["9 customer idle", "11 customer returned"]);
                scene.until(60, ["16 customer idle"]);
            } else {
                scene.until(60, ["5 customer idle"]);
            }
        }
    }
}

/// Which timers a custom participant has of its own. The customer's run either way.
#[test]
fn rule_10_custom_participants_have_the_agents_timers_or_none() {
    let told = |custom_participants| {
        let choices = Choices {
            custom_participants,
            ..Choices::default()
        };
        let mut scene = Scene::choosing(
            choices,
            [(CUSTOMER_IDLE, 5), (AGENT_IDLE, 6), (AGENT_AUTO, 6)],
        );
        scene.joined("customer").joined("bot").lines(60)
    };
    assert_eq!(
        told(CustomParticipants::LikeAgents),
        [
            "5 customer idle",
            "6 bot idle",
            "12 bot auto-disconnect of bot"
        ]
    );
    assert_eq!(told(CustomParticipants::WithoutTimers), ["5 customer idle"]);
}

/// Which timers a supervisor has. They run while the others' do, and the supervisor makes none run.
#[test]
fn rule_10_supervisors_have_no_timers_or_the_agents() {
    let scene = |supervisors| {
        let choices = Choices {
            supervisors,
            ..Choices::default()
        };
        let mut scene = Scene::choosing(choices, [(AGENT_IDLE, 6)]);
        scene.joined("customer").joined("supervisor");
        scene.at(60).joined("agent").at(62).joined("supervisor 2");
        scene
    };
    scene(Supervisors::WithoutTimers).until(90, ["66 agent idle"]);
    let mut timed = scene(Supervisors::LikeAgents);
    timed.at(67).message("supervisor");
    timed.at(70).left("agent");
    assert_eq!(timed.chat.next_wake(), None);
    timed.until(
        90,
        [
            "66 supervisor idle",
            "66 agent idle",
            "67 supervisor returned",
            "68 supervisor 2 idle",
        ],
    );
}

/// Whether someone is silent while another of the same role speaks.
#[test]
fn rule_10_silence_is_of_each_or_of_the_role() {
    let told = |silence| {
        let choices = Choices {
            silence,
            ..Choices::default()
        };
        let mut scene = Scene::choosing(
            choices,
            [(CUSTOMER_IDLE, 30), (AGENT_IDLE, 5), (AGENT_AUTO, 10)],
        );
        scene
            .joined("customer")
            .joined("agent 1")
            .joined("bot")
            .joined("agent 2");
        scene
            .at(4)
            .message("agent 1")
            .at(12)
            .message("bot")
            .lines(60)
    };
    assert_eq!(
        told(Silence::OfEach),
        [
            "5 bot idle",
            "5 agent 2 idle",
            "9 agent 1 idle",
            "12 bot returned",
            "15 agent 2 auto-disconnect of agent 1, bot, agent 2",
        ]
    );
    assert_eq!(
        told(Silence::OfTheRole),
        [
            "9 agent 1 idle",
            "9 bot idle",
            "9 agent 2 idle",
            "12 agent 1 returned",
            "12 bot returned",
            "12 agent 2 returned",
            "17 agent 1 idle",
            "17 bot idle",
            "17 agent 2 idle",
            "27 agent 1 auto-disconnect of agent 1, bot, agent 2",
        ]
    );
}

/// What it takes for the timers to stop, where there are several agents or custom participants.
#[test]
fn rule_10_timers_stop_when_the_last_or_when_any_leaves() {
    let scene = |stop, leaves| {
        let choices = Choices {
            stop,
            ..Choices::default()
        };
        let mut scene = Scene::choosing(choices, [(CUSTOMER_IDLE, 5), (AGENT_IDLE, 7)]);
        scene
            .joined("customer")
            .joined("supervisor")
            .joined("agent")
            .joined("agent 2")
            .joined("bot");
        scene.at(4).left(leaves);
        scene
    };
    for leaves in ["agent 2", "bot"] {
        let mut last = scene(Stop::WhenTheLastLeaves, leaves);
        assert_eq!(last.lines(60)[..2], ["5 customer idle", "7 agent idle"]);

        // Nothing runs, also after a message, until someone joins who is more than a looker-on.
        let mut any = scene(Stop::WhenAnyLeaves, leaves);
        any.at(10)
            .message("customer")
            .message("agent")
            .joined("supervisor 2");
        any.until(60, []).joined("agent 3");
        assert_eq!(any.lines(90)[..2], ["65 customer idle", "67 agent idle"]);
        let mut any = scene(Stop::WhenAnyLeaves, leaves);
        any.at(10).left("customer").at(60).joined("customer");
        assert_eq!(any.lines(90)[..2], ["65 customer idle", "67 agent idle"]);
    }
    let mut looker_on = scene(Stop::WhenAnyLeaves, "supervisor");
    assert_eq!(
        looker_on.lines(60)[..2],
        ["5 customer idle", "7 agent idle"]
    );
}

/// Whom the customer's timers follow, where there are several agents or custom participants.
#[test]
fn rule_10_customer_timers_follow_the_newest_or_the_first() {
    let scene = |customer_timers| {
        let choices = Choices {
            customer_timers,
            ..Choices::default()
        };
        let mut scene = Scene::choosing(choices, [(CUSTOMER_IDLE, 10), (AGENT_IDLE, 10)]);
        scene
            .joined("customer")
            .joined("agent")
            .at(4)
            .configured([(CUSTOMER_IDLE, 3)]);
        scene.joined("bot").joined("supervisor");
        scene
    };
    scene(CustomerTimers::FollowTheNewest)
        .until(60, ["7 customer idle", "10 agent idle", "14 bot idle"]);
    scene(CustomerTimers::FollowTheFirst)
        .until(60, ["10 customer idle", "10 agent idle", "14 bot idle"]);

    // The same is asked when the customer comes back to both.
    let returns = |customer_timers| {
        let mut scene = scene(customer_timers);
        scene
            .at(5)
            .left("customer")
            .at(20)
            .joined("customer")
            .lines(60)
    };
    assert_eq!(
        returns(CustomerTimers::FollowTheNewest),
        ["23 customer idle", "30 agent idle", "30 bot idle"]
    );
    assert_eq!(
        returns(CustomerTimers::FollowTheFirst),
        ["30 customer idle", "30 agent idle", "30 bot idle"]
    );

    // What runs goes on when the one who was followed leaves, for what it was started with.
    let mut first = scene(CustomerTimers::FollowTheFirst);
    first.at(5).left("agent").at(8).message("customer");
    first.until(60, ["14 bot idle", "18 customer idle"]);
}

/// What ends it that a participant is idle.
#[test]
fn rule_10_idleness_ends_with_a_message_or_also_with_the_timers() {
    let scene = |idleness| {
        let choices = Choices {
            idleness,
            ..Choices::default()
        };
        let mut scene = Scene::choosing(choices, [(CUSTOMER_IDLE, 5)]);
        scene
            .joined("customer")
            .joined("agent")
            .until(10, ["5 customer idle"]);
        scene
    };
    // The timers have stopped.
    let mut until_message = scene(Idleness::UntilAMessage);
    until_message.left("agent").at(20).message("customer");
    until_message.until(60, ["20 customer returned"]);
    let mut with_timers = scene(Idleness::WhileTimersRun);
    with_timers
        .left("agent")
        .at(20)
        .message("customer")
        .until(60, []);

    // They have started from the beginning, with another agent. The idle event is shown again.
    let mut until_message = scene(Idleness::UntilAMessage);
    until_message.joined("agent 2").at(12).message("customer");
    until_message.until(14, ["12 customer returned"]);
    let mut until_message = scene(Idleness::UntilAMessage);
    until_message.joined("agent 2").at(20).message("customer");
    until_message.until(22, ["15 customer idle", "20 customer returned"]);
    let mut with_timers = scene(Idleness::WhileTimersRun);
    with_timers
        .joined("agent 2")
        .at(12)
        .message("customer")
        .until(14, []);
    let mut with_timers = scene(Idleness::WhileTimersRun);
    with_timers.joined("agent 2").at(20).message("customer");
    with_timers.until(22, ["15 customer idle", "20 customer returned"]);

    // Who comes back is a newcomer.
    for idleness in [Idleness::UntilAMessage, Idleness::WhileTimersRun] {
        let mut scene = scene(idleness);
        scene
            .left("customer")
            .joined("customer")
            .message("customer")
            .until(10, []);
    }
}

/// What becomes of the chat after an auto-disconnect. If it ends, then at that moment and before anything
/// that is told later.
#[test]
fn rule_10_after_an_auto_disconnect_the_chat_stays_open_or_ends() {
    let scene = |after_auto_disconnect| {
        let choices = Choices {
            after_auto_disconnect,
            ..Choices::default()
        };
        let mut scene = Scene::choosing(choices, [(CUSTOMER_IDLE, 5), (CUSTOMER_AUTO, 5)]);
        scene
            .joined("customer")
            .joined("agent")
            .at(20)
            .joined("agent 2");
        scene
    };
    let told = ["5 customer idle", "10 customer auto-disconnect of agent"];
    let mut open = scene(AfterAutoDisconnect::StaysOpen);
    open.until(24, told).until(26, ["25 customer idle"]);
    assert_eq!(open.present(), ["customer", "agent 2"]);
    let mut ended = scene(AfterAutoDisconnect::Ends);
    ended.until(600, told);
    assert_eq!(ended.chat.state().phase, Phase::Ended);
    assert_eq!(ended.present(), [""; 0]);

    // Becoming idle ends nothing, and neither does another way of losing all agents.
    let choices = Choices {
        after_auto_disconnect: AfterAutoDisconnect::Ends,
        ..Choices::default()
    };
    let mut scene = Scene::choosing(choices, [(CUSTOMER_IDLE, 5)]);
    scene
        .joined("customer")
        .joined("agent")
        .until(10, ["5 customer idle"]);
    scene.told(Input::Transferred);
    assert_eq!(scene.chat.state().phase, Phase::Waiting);
}
