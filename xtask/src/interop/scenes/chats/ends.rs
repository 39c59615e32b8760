//! People leave, and chats end.

use std::time::Duration;

use serde_json::json;

use crate::interop::scenes::contact::IDLE;
use crate::interop::scenes::event::{chat_ended, idle};
use crate::interop::scenes::people::CUSTOMER;
use crate::interop::scenes::stage::Stage;

/// The contact is stopped, which everyone is shown. Then there is nothing to do in it any more.
pub(super) fn stopped(stage: &mut Stage) -> Result<(), String> {
    stage.customer("Ann")?;
    stage.timers(&[(CUSTOMER, IDLE, 5)])?;
    stage.agent("Bob")?;
    stage.says("Bob", "bye")?;
    stage.stop()?;
    stage.advance(Duration::from_hours(24))?;
    stage.sees_nothing_more()?;
    for name in ["Ann", "Bob"] {
        stage.is_gone(name)?;
        stage.cannot_come_in(name)?;
    }
    let ended = ("InvalidRequestException", 400);
    stage.fails("StopContact", json!({}), ended)?;
    let flow = json!({"ContactFlowId": "another-flow"});
    stage.fails("TransferContact", flow, ended)?;
    let eve = json!({"ParticipantRole": "AGENT", "DisplayName": "Eve"});
    let eve = json!({"ParticipantDetails": eve});
    stage.fails("CreateParticipant", eve, ended)?;
    let value = json!({"ParticipantTimerDurationInMinutes": 5});
    let timer = json!({"ParticipantRole": "AGENT", "TimerType": "IDLE", "TimerValue": value});
    let chat = json!({"Chat": {"ParticipantTimerConfigList": [timer]}});
    let chat = json!({"ChannelConfiguration": chat});
    stage.fails("UpdateParticipantRoleConfig", chat, ended)?;
    stage.contact_says("DisconnectTimestamp", true)
}

/// The agent leaves, and the timers stop until there is another one.
pub(super) fn agent_leaves(stage: &mut Stage) -> Result<(), String> {
    stage.customer("Ann")?;
    stage.timers(&[(CUSTOMER, IDLE, 5)])?;
    stage.agent("Bob")?;
    stage.advance(Duration::from_mins(4))?;
    stage.leaves("Bob")?;
    stage.is_gone("Bob")?;
    stage.cannot_come_in("Bob")?;
    stage.advance(Duration::from_hours(1))?;
    stage.sees_nothing_more()?;
    let together = stage.agent("Eve")?;
    stage.advance(Duration::from_mins(5))?;
    stage.sees(idle("Ann").at(together + Duration::from_mins(5)))?;
    stage.contact_says("DisconnectTimestamp", false)
}

/// The customer leaves, and with the customer the chat ends.
pub(super) fn customer_leaves(stage: &mut Stage) -> Result<(), String> {
    stage.customer("Ann")?;
    stage.agent("Bob")?;
    stage.says("Ann", "thank you")?;
    stage.leaves("Ann")?;
    stage.sees(chat_ended())?;
    stage.is_gone("Bob")?;
    stage.is_gone("Ann")?;
    stage.contact_says("DisconnectTimestamp", true)
}

/// What clients are told who ask for what is not theirs, or is not there.
pub(super) fn refused(stage: &mut Stage) -> Result<(), String> {
    stage.customer("Ann")?;
    stage.comes_with_token("Mallory", "a-token-that-nobody-has")?;
    let nobody = json!({"ContactId": "no-contact"});
    let unknown = ("ResourceNotFoundException", 404);
    stage.fails("DescribeContact", nobody.clone(), unknown)?;
    stage.fails("StopContact", nobody, unknown)?;
    // That someone is idle is not for clients to say.
    stage.cannot_signal("Ann", "participant.idle")?;
    stage.says("Ann", "never mind")?;
    Ok(())
}
