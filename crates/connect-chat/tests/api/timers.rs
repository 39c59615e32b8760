//! The rules of `UpdateParticipantRoleConfig`.

use chat_timeouts::{Pair, Role, Timer};
use connect_chat::contact::{Channel, StartContact};
use connect_client::types::ParticipantTimerConfiguration;

use crate::common::api::*;
use crate::common::{self, LATER, NOW, instance};
use crate::errors::{assert_told, invalid_parameter, invalid_request, not_found};

const CUSTOMER_IDLE: Pair = Pair {
    role: Role::Customer,
    timer: Timer::Idle,
};
const CUSTOMER_DISCONNECT: Pair = Pair {
    role: Role::Customer,
    timer: Timer::AutoDisconnect,
};
const AGENT_IDLE: Pair = Pair {
    role: Role::Agent,
    timer: Timer::Idle,
};
const AGENT_DISCONNECT: Pair = Pair {
    role: Role::Agent,
    timer: Timer::AutoDisconnect,
};

#[tokio::test]
async fn each_of_the_four_timers_is_set_in_its_own_place() {
    let api = Api::new().await;
    let contact = api.chat().await;
    let timers = vec![
        timer(Customer, Idle, 2),
        timer(Customer, DisconnectNoncustomer, 30),
        timer(Agent, Idle, 31),
        timer(Agent, DisconnectNoncustomer, 480),
    ];
    api.update(&contact, timers).await.unwrap();
    let expected = [
        (CUSTOMER_IDLE, 2),
        (CUSTOMER_DISCONNECT, 30),
        (AGENT_IDLE, 31),
        (AGENT_DISCONNECT, 480),
    ];
    assert_eq!(api.timers(&contact).await, common::settings(&expected));
}

#[tokio::test]
async fn a_call_changes_the_pairs_that_it_names_and_no_others() {
    let api = Api::new().await;
    let (contact, other) = (api.chat().await, api.chat().await);
    api.update(&contact, four_timers(10)).await.unwrap();
    let changes = vec![
        timer(Agent, DisconnectNoncustomer, 20),
        unset(Customer, Idle),
    ];
    api.update(&contact, changes).await.unwrap();
    let expected = [
        (CUSTOMER_DISCONNECT, 10),
        (AGENT_IDLE, 10),
        (AGENT_DISCONNECT, 20),
    ];
    assert_eq!(api.timers(&contact).await, common::settings(&expected));

    api.update(&contact, vec![timer(Customer, Idle, 480)])
        .await
        .unwrap();
    assert_eq!(api.timers(&contact).await.iter().count(), 4);
    assert_eq!(
        api.timers(&other).await.iter().count(),
        0,
        "another chat has its own timers"
    );
}

#[tokio::test]
async fn unset_deletes_a_timer_and_may_find_none() {
    let api = Api::new().await;
    let contact = api.chat().await;
    for _ in 0..2 {
        api.update(&contact, vec![unset(Agent, Idle)])
            .await
            .unwrap();
        assert_eq!(api.timers(&contact).await, common::settings(&[]));
    }
    api.update(&contact, four_timers(5)).await.unwrap();
    let pairs = [
        (Customer, Idle),
        (Customer, DisconnectNoncustomer),
        (Agent, Idle),
        (Agent, DisconnectNoncustomer),
    ];
    api.update(&contact, pairs.map(|(role, kind)| unset(role, kind)).into())
        .await
        .unwrap();
    assert_eq!(api.timers(&contact).await, common::settings(&[]));
}

#[tokio::test]
async fn the_same_call_twice_leaves_what_one_leaves() {
    let api = Api::new().await;
    let contact = api.chat().await;
    let changes = || vec![timer(Customer, Idle, 7), unset(Agent, Idle)];
    api.update(&contact, changes()).await.unwrap();
    let once = api.timers(&contact).await;
    api.update(&contact, changes()).await.unwrap();
    assert_eq!(api.timers(&contact).await, once);
}

#[tokio::test]
async fn an_update_is_a_change_of_the_contact() {
    let api = Api::new().await;
    let contact = api.store.start_contact(common::chat(), NOW).await.unwrap();
    assert_eq!(contact.updated, NOW);
    api.update(contact.id.as_str(), four_timers(5))
        .await
        .unwrap();
    let updated = api.contact(contact.id.as_str()).await;
    assert!(
        updated.updated > LATER && updated.initiated == NOW,
        "{updated:?}"
    );
}

#[tokio::test]
async fn a_pair_that_occurs_twice_is_refused_whatever_its_values() {
    let api = Api::new().await;
    let contact = api.chat().await;
    api.update(&contact, four_timers(9)).await.unwrap();
    let twice: [Vec<ParticipantTimerConfiguration>; 4] = [
        vec![timer(Customer, Idle, 5), timer(Customer, Idle, 5)],
        vec![timer(Customer, Idle, 5), timer(Customer, Idle, 6)],
        vec![timer(Customer, Idle, 5), unset(Customer, Idle)],
        vec![unset(Customer, Idle), unset(Customer, Idle)],
    ];
    for timers in twice {
        let error = api.update(&contact, timers).await.unwrap_err();
        let message = format!("1 validation error detected. {}", duplicate(1, 0));
        assert_told(&error, 400, invalid_parameter, &message);
        assert_eq!(api.timers(&contact).await.iter().count(), 4);
    }
    // Each one too many is told, with the entry that it repeats; the good ones between them do not count.
    let timers = vec![
        timer(Customer, Idle, 5),
        timer(Agent, Idle, 5),
        unset(Customer, Idle),
        timer(Agent, DisconnectNoncustomer, 5),
        timer(Agent, Idle, 6),
        timer(Customer, Idle, 5),
    ];
    let error = api.update(&contact, timers).await.unwrap_err();
    let all = [duplicate(2, 0), duplicate(4, 1), duplicate(5, 0)].join("; ");
    assert_told(
        &error,
        400,
        invalid_parameter,
        &format!("3 validation errors detected. {all}"),
    );
    assert_eq!(
        api.timers(&contact)
            .await
            .iter()
            .map(|(_, minutes)| minutes.get())
            .max(),
        Some(9)
    );
}

fn duplicate(entry: usize, first: usize) -> String {
    format!(
        "Value at '/ChannelConfiguration/Chat/ParticipantTimerConfigList/{entry}' failed to satisfy constraint: \
         Member must have a pair of ParticipantRole and TimerType that no other entry has; entry {first} has it too"
    )
}

#[tokio::test]
async fn an_unknown_instance_and_a_contact_that_is_not_in_it_are_not_found() {
    let api = Api::new().await;
    let contact = api.chat().await;
    api.client.start_chat_contact(start("other")).await.unwrap();
    let cases = [
        (
            "nowhere",
            &*contact,
            "instance \"nowhere\" does not exist".to_owned(),
        ),
        (
            "i",
            "nobody",
            "contact \"nobody\" does not exist in this instance".to_owned(),
        ),
        (
            "other",
            &*contact,
            format!("contact \"{contact}\" does not exist in this instance"),
        ),
        (
            "a/b",
            &*contact,
            "instance \"a/b\" does not exist".to_owned(),
        ),
    ];
    for (instance, contact, message) in cases {
        let call = update(instance, contact, four_timers(5));
        let error = api
            .client
            .update_participant_role_config(call)
            .await
            .unwrap_err();
        assert_told(&error, 404, not_found, &message);
    }
    assert_eq!(api.timers(&contact).await, common::settings(&[]));
}

#[tokio::test]
async fn an_ended_contact_is_refused_and_keeps_its_timers() {
    let api = Api::new().await;
    let contact = api.chat().await;
    api.update(&contact, vec![timer(Agent, Idle, 5)])
        .await
        .unwrap();
    crate::contacts::stop(&api, &contact).await.unwrap();
    for timers in [four_timers(6), vec![unset(Agent, Idle)]] {
        let error = api.update(&contact, timers).await.unwrap_err();
        assert_told(
            &error,
            400,
            invalid_request,
            &format!("contact {contact} has ended"),
        );
    }
    assert_eq!(
        api.timers(&contact).await,
        common::settings(&[(AGENT_IDLE, 5)])
    );
}

#[tokio::test]
async fn a_contact_that_is_not_a_chat_is_refused_ended_or_not() {
    let api = Api::new().await;
    for channel in [Channel::Voice, Channel::Task, Channel::Email] {
        let start = StartContact {
            channel,
            ..common::chat()
        };
        let contact = api.store.start_contact(start, NOW).await.unwrap().id;
        for _ in 0..2 {
            let error = api
                .update(contact.as_str(), four_timers(5))
                .await
                .unwrap_err();
            assert_told(
                &error,
                400,
                invalid_request,
                &format!("contact {contact} is not a chat"),
            );
            // The second time round it has ended; stopping it again changes nothing.
            let _ = api
                .store
                .stop_contact(instance("i"), contact.clone(), LATER)
                .await;
        }
        assert_eq!(api.timers(contact.as_str()).await, common::settings(&[]));
    }
}

#[tokio::test]
async fn an_instance_may_be_named_by_its_arn() {
    let api = Api::new().await;
    let contact = api.chat().await;
    let arn = "arn:aws:connect:eu-west-2:444455556666:instance/i";
    let call = update(arn, &contact, vec![timer(Agent, Idle, 44)]);
    api.client
        .update_participant_role_config(call)
        .await
        .unwrap();
    assert_eq!(
        api.timers(&contact).await,
        common::settings(&[(AGENT_IDLE, 44)])
    );
}
