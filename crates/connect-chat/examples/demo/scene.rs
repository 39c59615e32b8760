//! The scene: a chat is started, its four timers are set, and each rule is broken once.

use connect_chat::contact::{Channel, StartContact};
use connect_chat::moment::Moment;
use connect_chat::server::Application;
use connect_client::Client;
use connect_client::types::{
    ChatParticipantRoleConfig, DescribeContactRequest, ParticipantDetails, ParticipantTimerAction,
    ParticipantTimerConfiguration, ParticipantTimerType, ParticipantTimerValue,
    StartChatContactRequest, StopContactRequest, TimerEligibleParticipantRoles,
    UpdateParticipantRoleConfigChannelInfo, UpdateParticipantRoleConfigError,
    UpdateParticipantRoleConfigRequest,
};
use lockstep_client::{BoxError, Credentials, ReqwestTransport, Retries};

use crate::outcome::Outcome;
use crate::raw;
use crate::strangers;
use crate::wire::Shown;

pub(crate) const INSTANCE: &str = "2f7c9e10-4b1d-4d55-9a0c-6f3e8d2b7a41";
const CUSTOMER: TimerEligibleParticipantRoles = TimerEligibleParticipantRoles::Customer;
const AGENT: TimerEligibleParticipantRoles = TimerEligibleParticipantRoles::Agent;
const IDLE: ParticipantTimerType = ParticipantTimerType::Idle;
const DISCONNECT: ParticipantTimerType = ParticipantTimerType::DisconnectNoncustomer;

/// The access key that all requests are signed with, and its secret.
pub(crate) const KEY: (&str, &str) = ("AKIDEXAMPLE", "secret");

/// Plays the scene against the service at `endpoint`.
pub(crate) async fn play(
    endpoint: &str,
    transport: Shown<ReqwestTransport>,
    application: &Application,
    outcome: &mut Outcome,
) -> Result<(), BoxError> {
    let inner = lockstep_client::Client::builder()
        .endpoint(endpoint)
        .transport(transport.clone())
        .credentials(Credentials::new(KEY.0, KEY.1))
        .region("us-east-1")
        .retries(Retries::off())
        .build()?;
    let client = Client::from(inner);
    let contact = chat(&client, outcome).await?;
    timers(&client, &contact, application, outcome).await?;
    broken_constraints(&client, &contact, outcome).await;
    malformed(endpoint, &transport, &contact, outcome).await?;
    wrong_contacts(&client, &contact, application, outcome).await?;
    strangers::play(endpoint, &transport, &contact, outcome).await
}

async fn chat(client: &Client, outcome: &mut Outcome) -> Result<String, BoxError> {
    outcome.step("StartChatContact: a customer begins a chat");
    let input =
        StartChatContactRequest::new(INSTANCE, "welcome-flow", ParticipantDetails::new("Ada"));
    let started = client.start_chat_contact(input).await?;
    outcome.expect(
        &(started.contact_id.is_some() && started.participant_token.is_some()),
        &true,
    );
    let contact = started.contact_id.unwrap_or_default();

    outcome.step("DescribeContact: the chat is there, and goes on");
    let described = client
        .describe_contact(DescribeContactRequest::new(INSTANCE, contact.as_str()))
        .await?;
    let described = described.contact.unwrap_or_default();
    outcome.expect(
        &(
            described.id.as_deref() == Some(&contact),
            described.disconnect_timestamp,
        ),
        &(true, None),
    );
    Ok(contact)
}

async fn timers(
    client: &Client,
    contact: &str,
    application: &Application,
    outcome: &mut Outcome,
) -> Result<(), BoxError> {
    outcome.step("UpdateParticipantRoleConfig: the four timers");
    let four = vec![
        set(CUSTOMER, IDLE, 5),
        set(CUSTOMER, DISCONNECT, 10),
        set(AGENT, IDLE, 2),
        set(AGENT, DISCONNECT, 480),
    ];
    expect(client, INSTANCE, contact, four, "success", outcome).await;
    outcome.step("UpdateParticipantRoleConfig: one timer changed, one removed");
    let two = vec![set(AGENT, IDLE, 3), unset(AGENT, DISCONNECT)];
    expect(client, INSTANCE, contact, two, "success", outcome).await;
    outcome.step("The store: the two timers that the last call did not name are as they were");
    let stored = application
        .store
        .contact(&INSTANCE.parse()?, &contact.to_owned().into())
        .await?;
    let stored: Vec<u16> = stored
        .timers
        .iter()
        .map(|(_, minutes)| minutes.get())
        .collect();
    outcome.expect(&stored, &vec![5, 10, 3]);
    outcome.step("UpdateParticipantRoleConfig: removing a timer that is not set is no error");
    expect(
        client,
        INSTANCE,
        contact,
        vec![unset(AGENT, DISCONNECT)],
        "success",
        outcome,
    )
    .await;
    Ok(())
}

async fn broken_constraints(client: &Client, contact: &str, outcome: &mut Outcome) {
    let long_instance = "i".repeat(101);
    let long_contact = "c".repeat(257);
    let seven = (2..9).map(|minutes| set(CUSTOMER, IDLE, minutes)).collect();
    let unknown_role = TimerEligibleParticipantRoles::from("SUPERVISOR");
    let unknown_type = ParticipantTimerType::from("NAP");
    let unknown_action =
        ParticipantTimerValue::ParticipantTimerAction(ParticipantTimerAction::from("Pause"));
    let one = || vec![set(CUSTOMER, IDLE, 5)];
    let cases: Vec<(&str, &str, &str, Vec<ParticipantTimerConfiguration>)> = vec![
        (
            "a duration of 1 minute",
            INSTANCE,
            contact,
            vec![set(CUSTOMER, IDLE, 1)],
        ),
        (
            "a duration of 481 minutes",
            INSTANCE,
            contact,
            vec![set(CUSTOMER, IDLE, 481)],
        ),
        ("no timer at all", INSTANCE, contact, Vec::new()),
        ("seven entries", INSTANCE, contact, seven),
        (
            "one pair twice",
            INSTANCE,
            contact,
            vec![set(AGENT, IDLE, 5), unset(AGENT, IDLE)],
        ),
        (
            "an unknown role",
            INSTANCE,
            contact,
            vec![set(unknown_role, IDLE, 5)],
        ),
        (
            "an unknown type",
            INSTANCE,
            contact,
            vec![set(AGENT, unknown_type, 5)],
        ),
        (
            "an unknown action",
            INSTANCE,
            contact,
            vec![entry(AGENT, IDLE, unknown_action)],
        ),
        (
            "an instance id of 101 characters",
            &long_instance,
            contact,
            one(),
        ),
        (
            "a contact id of 257 characters",
            INSTANCE,
            &long_contact,
            one(),
        ),
    ];
    for (what, instance, contact, timers) in cases {
        outcome.step(&format!("UpdateParticipantRoleConfig: {what}"));
        expect(
            client,
            instance,
            contact,
            timers,
            "InvalidParameterException",
            outcome,
        )
        .await;
    }
}

async fn malformed(
    endpoint: &str,
    transport: &Shown<ReqwestTransport>,
    contact: &str,
    outcome: &mut Outcome,
) -> Result<(), BoxError> {
    let labels = format!("{INSTANCE}/{contact}");
    let no_contact = format!("{INSTANCE}/");
    let value = |value: &str| {
        format!(
            r#"{{"ChannelConfiguration":{{"Chat":{{"ParticipantTimerConfigList":[{{"ParticipantRole":"AGENT","TimerType":"IDLE","TimerValue":{value}}}]}}}}}}"#
        )
    };
    let both = r#"{"ParticipantTimerAction":"Unset","ParticipantTimerDurationInMinutes":5}"#;
    let (invalid, unreadable) = ("InvalidParameterException", "InvalidRequestException");
    let cases = [
        (
            "a body that is not JSON",
            &labels,
            "not JSON".to_owned(),
            unreadable,
        ),
        (
            "a duration that is a string",
            &labels,
            value(r#"{"ParticipantTimerDurationInMinutes":"5"}"#),
            unreadable,
        ),
        ("a value with no member", &labels, value("{}"), unreadable),
        ("a value with two members", &labels, value(both), unreadable),
        ("no configuration", &labels, "{}".to_owned(), invalid),
        (
            "an empty contact id",
            &no_contact,
            value(r#"{"ParticipantTimerDurationInMinutes":5}"#),
            invalid,
        ),
    ];
    for (what, labels, body, expected) in cases {
        outcome.step(&format!("UpdateParticipantRoleConfig: {what}"));
        let came = raw::put_timers(endpoint, transport, labels, &body).await?;
        outcome.expect(&came, &(400, expected.to_owned()));
    }
    Ok(())
}

async fn wrong_contacts(
    client: &Client,
    contact: &str,
    application: &Application,
    outcome: &mut Outcome,
) -> Result<(), BoxError> {
    let one = || vec![set(CUSTOMER, IDLE, 5)];
    outcome.step("UpdateParticipantRoleConfig: an unknown instance");
    expect(
        client,
        "no-such-instance",
        contact,
        one(),
        "ResourceNotFoundException",
        outcome,
    )
    .await;
    outcome.step("UpdateParticipantRoleConfig: an unknown contact");
    expect(
        client,
        INSTANCE,
        "no-such-contact",
        one(),
        "ResourceNotFoundException",
        outcome,
    )
    .await;

    // The API starts chats alone, so the call has to be put into the store.
    let call = StartContact::chat(
        INSTANCE.parse()?,
        "welcome-flow".to_owned(),
        "Ada".to_owned(),
    );
    let call = StartContact {
        channel: Channel::Voice,
        ..call
    };
    let voice = application
        .store
        .start_contact(call, Moment::now())
        .await?
        .id;
    outcome.step("UpdateParticipantRoleConfig: a contact that is a call");
    expect(
        client,
        INSTANCE,
        voice.as_str(),
        one(),
        "InvalidRequestException",
        outcome,
    )
    .await;

    outcome.step("StopContact: the chat ends");
    let stopped = client
        .stop_contact(StopContactRequest::new(contact, INSTANCE))
        .await;
    outcome.expect(&stopped.map_err(|error| error.to_string()).is_ok(), &true);
    outcome.step("UpdateParticipantRoleConfig: a chat that has ended");
    expect(
        client,
        INSTANCE,
        contact,
        one(),
        "InvalidRequestException",
        outcome,
    )
    .await;
    Ok(())
}

/// Makes the call and compares the name of what came: `success`, or the error's type.
async fn expect(
    client: &Client,
    instance: &str,
    contact: &str,
    timers: Vec<ParticipantTimerConfiguration>,
    expected: &str,
    outcome: &mut Outcome,
) {
    let configuration =
        UpdateParticipantRoleConfigChannelInfo::Chat(ChatParticipantRoleConfig::new(timers));
    let input = UpdateParticipantRoleConfigRequest::new(instance, contact, configuration);
    let came = match client.update_participant_role_config(input).await {
        Ok(_) => "success",
        Err(error) => error.service_error().map_or("no answer", error_name),
    };
    outcome.expect(&came, &expected);
}

/// A new error in the model stops this from compiling, until someone says what it means here.
fn error_name(error: &UpdateParticipantRoleConfigError) -> &'static str {
    use UpdateParticipantRoleConfigError as E;
    match error {
        E::AccessDeniedException(_) => "AccessDeniedException",
        E::InternalServiceException(_) => "InternalServiceException",
        E::InvalidParameterException(_) => "InvalidParameterException",
        E::InvalidRequestException(_) => "InvalidRequestException",
        E::ResourceNotFoundException(_) => "ResourceNotFoundException",
        E::ThrottlingException(_) => "ThrottlingException",
        E::Unhandled(_) => "an error that the model does not list",
    }
}

fn set(
    role: TimerEligibleParticipantRoles,
    timer_type: ParticipantTimerType,
    minutes: i32,
) -> ParticipantTimerConfiguration {
    entry(
        role,
        timer_type,
        ParticipantTimerValue::ParticipantTimerDurationInMinutes(minutes),
    )
}

fn unset(
    role: TimerEligibleParticipantRoles,
    timer_type: ParticipantTimerType,
) -> ParticipantTimerConfiguration {
    entry(
        role,
        timer_type,
        ParticipantTimerValue::ParticipantTimerAction(ParticipantTimerAction::Unset),
    )
}

fn entry(
    role: TimerEligibleParticipantRoles,
    timer_type: ParticipantTimerType,
    value: ParticipantTimerValue,
) -> ParticipantTimerConfiguration {
    ParticipantTimerConfiguration::new(role, timer_type, value)
}
