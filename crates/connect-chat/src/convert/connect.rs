//! Contacts and who is let into them, as the service Connect has them.

use std::str::FromStr;
use std::time::Duration;

use chat_timeouts::{
    Change, DuplicatePairs, Minutes, Pair, Role, Timer, TimerChange, TimerChanges,
};
use connect_server::types::{
    self as wire, Channel as WireChannel, ContactInitiationMethod,
    ParticipantRole as WireParticipantRole, ParticipantTimerAction, ParticipantTimerType,
    ParticipantTimerValue, ParticipantTokenCredentials, SegmentAttributeValue,
    TimerEligibleParticipantRoles, UpdateParticipantRoleConfigChannelInfo,
};
use lockstep_core::{Timestamp, Violation, json};

use crate::contact::{Channel, Contact, ContactState, InitialMessage, StartContact};
use crate::ids::{ContactId, InstanceId, ParticipantId};
use crate::moment::Moment;
use crate::participant::{NewParticipant, Participant, ParticipantRole};
use crate::refusal::Refusal;
use crate::rules;
use crate::server::Application;
use crate::store::StoreError;
use crate::transfer::Transfer;

/// How long the token of a participant who is let in later is good, by the clock of the machine. \[ours\] Seven
/// days is the longest that a chat can be asked to last, so the token outlives it: what ends it is that the
/// participant leaves.
const TOKEN_LIFE: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Where a call's timers stand, as JSON pointers name it.
const TIMERS: &str = "/ChannelConfiguration/Chat/ParticipantTimerConfigList";

/// A call to start a chat, if it keeps the rules that no trait of the model states.
///
/// # Errors
///
/// Every rule that is broken, or that there is no such instance.
pub(crate) fn start_contact(input: wire::StartChatContactRequest) -> Result<StartContact, Refusal> {
    let broken = rules::broken_by(&input);
    if !broken.is_empty() {
        return Err(Refusal::Invalid(broken));
    }
    let segment_attributes = input.segment_attributes.map(|attributes| {
        let mut writer = json::Writer::new();
        writer.map(&attributes, json::Writer::shape);
        // Strings, numbers and maps always have a form in JSON.
        String::from_utf8(writer.finish().unwrap_or_default()).unwrap_or_default()
    });
    let persistent = input.persistent_chat.unwrap_or_default();
    Ok(StartContact {
        customer_id: input.customer_id,
        related: input.related_contact_id.map(ContactId::from),
        continued_from: persistent.source_contact_id.map(ContactId::from),
        rehydration: persistent.rehydration_type.map(|kind| kind.to_string()),
        attributes: input.attributes.unwrap_or_default(),
        segment_attributes,
        initial_message: input.initial_message.map(|message| InitialMessage {
            content_type: message.content_type,
            content: message.content,
        }),
        chat_duration_minutes: input
            .chat_duration_in_minutes
            .and_then(|minutes| u32::try_from(minutes).ok()),
        supported_content_types: input.supported_messaging_content_types.unwrap_or_default(),
        client_token: input.client_token,
        ..StartContact::chat(
            instance(&input.instance_id)?,
            input.contact_flow_id,
            input.participant_details.display_name,
        )
    })
}

/// The answer to a call that has started a chat.
pub(crate) fn started(contact: Contact) -> wire::StartChatContactResponse {
    wire::StartChatContactResponse {
        contact_id: Some(contact.id.to_string()),
        participant_id: Some(contact.customer.participant.as_str().to_owned()),
        participant_token: Some(contact.customer.token.secret().to_owned()),
        continued_from_contact_id: contact.continued_from.map(|id| id.to_string()),
    }
}

/// A call to let one more into a chat.
///
/// \[ours\] Agents come in by it, because no public operation of Amazon Connect lets an agent take a chat; so do
/// supervisors, because there is no other way in for them either.
///
/// # Errors
///
/// The role or the name is missing, or nobody of this role can be let in.
pub(crate) fn new_participant(
    details: wire::ParticipantDetailsToAdd,
    client_token: Option<String>,
) -> Result<NewParticipant, Refusal> {
    const ROLE: &str = "/ParticipantDetails/ParticipantRole";
    let role = match details.participant_role {
        Some(WireParticipantRole::Agent) => Ok(ParticipantRole::Agent),
        Some(WireParticipantRole::CustomBot) => Ok(ParticipantRole::CustomBot),
        Some(WireParticipantRole::Supervisor) => Ok(ParticipantRole::Supervisor),
        None => Err("not be null"),
        Some(
            WireParticipantRole::Customer
            | WireParticipantRole::System
            | WireParticipantRole::Unknown(_),
        ) => Err("be one of [CUSTOM_BOT, AGENT, SUPERVISOR]"),
    };
    let name = details.display_name.ok_or("not be null");
    match (role, name) {
        (Ok(role), Ok(display_name)) => Ok(NewParticipant {
            role,
            display_name,
            token_expires: Some(Moment::now().after(TOKEN_LIFE)),
            client_token,
        }),
        (role, name) => {
            let role = role.err().map(|rule| rules::violation(ROLE, rule));
            let name = name.err();
            let name = name.map(|rule| rules::violation("/ParticipantDetails/DisplayName", rule));
            Err(Refusal::Invalid(role.into_iter().chain(name).collect()))
        }
    }
}

/// The answer to a call that has let someone in.
pub(crate) fn let_in(participant: Participant) -> wire::CreateParticipantResponse {
    wire::CreateParticipantResponse {
        participant_id: Some(participant.id.as_str().to_owned()),
        participant_credentials: Some(ParticipantTokenCredentials {
            participant_token: Some(participant.token.secret().to_owned()),
            expiry: participant.token_expires.map(Moment::date_time),
        }),
    }
}

/// A call to pass a chat on.
///
/// # Errors
///
/// It names both a queue and an agent.
pub(crate) fn transfer(input: wire::TransferContactRequest) -> Result<Transfer, Refusal> {
    if input.queue_id.is_some() && input.user_id.is_some() {
        let rule = "not be set together with QueueId";
        return Err(Refusal::Invalid(vec![rules::violation("/UserId", rule)]));
    }
    Ok(Transfer {
        contact: input.contact_id.into(),
        contact_flow_id: input.contact_flow_id,
        queue: input.queue_id,
        agent: input.user_id,
        client_token: input.client_token,
    })
}

/// The answer to a call that has passed a chat on.
pub(crate) fn transferred(
    contact: &Contact,
    application: &Application,
) -> wire::TransferContactResponse {
    let Application {
        region, account, ..
    } = application;
    wire::TransferContactResponse {
        contact_id: Some(contact.id.to_string()),
        contact_arn: Some(contact.id.arn(&contact.instance, region, account)),
    }
}

/// The instance that a call names.
///
/// # Errors
///
/// A text that no instance can have as its name is that of one that does not exist.
pub(crate) fn instance(name: &str) -> Result<InstanceId, StoreError> {
    InstanceId::from_str(name).map_err(StoreError::from)
}

/// The changes that a call makes to the timers of its chat.
///
/// # Errors
///
/// Every pair of role and type that is named twice.
pub(crate) fn timer_changes(
    configuration: UpdateParticipantRoleConfigChannelInfo,
) -> Result<TimerChanges, Refusal> {
    let UpdateParticipantRoleConfigChannelInfo::Chat(chat) = configuration;
    let mut changes = Vec::new();
    let mut broken = Vec::new();
    for (index, timer) in chat.participant_timer_config_list.into_iter().enumerate() {
        match timer_change(timer) {
            Ok(change) => changes.push(change),
            Err((member, problem)) => broken.push(rules::violation(
                format!("{TIMERS}/{index}/{member}"),
                &problem,
            )),
        }
    }
    if !broken.is_empty() {
        return Err(Refusal::Invalid(broken));
    }
    TimerChanges::new(changes).map_err(|duplicates| Refusal::Invalid(duplicate_pairs(&duplicates)))
}

/// The generated server refuses all of these errors before a handler is called; an embedding program may not have it.
fn timer_change(
    timer: wire::ParticipantTimerConfiguration,
) -> Result<TimerChange, (&'static str, String)> {
    let role = match timer.participant_role {
        TimerEligibleParticipantRoles::Customer => Role::Customer,
        TimerEligibleParticipantRoles::Agent => Role::Agent,
        TimerEligibleParticipantRoles::Unknown(_) => {
            return Err(("ParticipantRole", "be a known role".to_owned()));
        }
    };
    let kind = match timer.timer_type {
        ParticipantTimerType::Idle => Timer::Idle,
        ParticipantTimerType::DisconnectNoncustomer => Timer::AutoDisconnect,
        ParticipantTimerType::Unknown(_) => {
            return Err(("TimerType", "be a known type".to_owned()));
        }
    };
    let change = match timer.timer_value {
        ParticipantTimerValue::ParticipantTimerAction(ParticipantTimerAction::Unset) => {
            Change::Unset
        }
        ParticipantTimerValue::ParticipantTimerAction(ParticipantTimerAction::Unknown(_)) => {
            return Err((
                "TimerValue/ParticipantTimerAction",
                "be a known action".to_owned(),
            ));
        }
        ParticipantTimerValue::ParticipantTimerDurationInMinutes(minutes) => {
            let least_most = format!(
                "be between {} and {}, inclusive",
                Minutes::MIN.get(),
                Minutes::MAX.get()
            );
            let minutes = Minutes::new(minutes.into())
                .map_err(|_| ("TimerValue/ParticipantTimerDurationInMinutes", least_most))?;
            Change::Set(minutes)
        }
    };
    Ok(TimerChange {
        pair: Pair { role, timer: kind },
        change,
    })
}

fn duplicate_pairs(duplicates: &DuplicatePairs) -> Vec<Violation> {
    duplicates
        .iter()
        .map(|duplicate| {
            let rule = format!(
                "have a pair of ParticipantRole and TimerType that no other entry has; entry {} has it too",
                duplicate.first
            );
            rules::violation(format!("{TIMERS}/{}", duplicate.second), &rule)
        })
        .collect()
}

/// A contact as `DescribeContact` shows it, with the agent who came into it last. What nothing here knows, such as the
/// queue, is absent. \[ours\] Nothing here has users, so an agent's id is that of the participant.
pub(crate) fn described(
    contact: Contact,
    agent: Option<(ParticipantId, Moment)>,
    application: &Application,
) -> wire::Contact {
    let Application {
        region, account, ..
    } = application;
    let disconnected = match contact.state {
        ContactState::Active => None,
        ContactState::Ended { at } => Some(timestamp(at)),
    };
    wire::Contact {
        arn: Some(contact.id.arn(&contact.instance, region, account)),
        id: Some(contact.id.to_string()),
        initial_contact_id: Some(contact.initial.to_string()),
        initiation_method: Some(match contact.previous {
            None => ContactInitiationMethod::Api,
            Some(_) => ContactInitiationMethod::Transfer,
        }),
        previous_contact_id: contact.previous.map(|id| id.to_string()),
        channel: Some(match contact.channel {
            Channel::Voice => WireChannel::Voice,
            Channel::Chat => WireChannel::Chat,
            Channel::Task => WireChannel::Task,
            Channel::Email => WireChannel::Email,
        }),
        initiation_timestamp: Some(timestamp(contact.initiated)),
        disconnect_timestamp: disconnected,
        last_update_timestamp: Some(timestamp(contact.updated)),
        agent_info: agent.map(|(participant, at)| wire::AgentInfo {
            id: Some(participant.as_str().to_owned()),
            connected_to_agent_timestamp: Some(timestamp(at)),
        }),
        related_contact_id: contact.related.map(|id| id.to_string()),
        customer_id: contact.customer.customer_id,
        tags: (!contact.tags.is_empty()).then_some(contact.tags),
        segment_attributes: contact
            .segment_attributes
            .as_deref()
            .and_then(segment_attributes),
        ..wire::Contact::default()
    }
}

fn segment_attributes(
    text: &str,
) -> Option<std::collections::BTreeMap<String, SegmentAttributeValue>> {
    let mut reader = json::Reader::client(text.as_bytes());
    reader.map(json::Reader::string, json::Reader::shape)
}

fn timestamp(moment: Moment) -> Timestamp {
    Timestamp::from_millis(moment.as_millis())
}
