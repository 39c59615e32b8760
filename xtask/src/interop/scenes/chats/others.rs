//! There are others besides a customer and an agent.

use std::time::Duration;

use crate::interop::scenes::contact::{DISCONNECT, IDLE};
use crate::interop::scenes::event::{auto_disconnected, idle, left, returned};
use crate::interop::scenes::people::{AGENT, CUSTOM_BOT, CUSTOMER, SUPERVISOR};
use crate::interop::scenes::stage::Stage;

/// A supervisor sees everything, starts no timer and has none, and is removed with the agent.
pub(super) fn supervisor(stage: &mut Stage) -> Result<(), String> {
    let minutes = Duration::from_mins;
    stage.customer("Ann")?;
    stage.timers(&[
        (CUSTOMER, IDLE, 5),
        (CUSTOMER, DISCONNECT, 5),
        (AGENT, IDLE, 4),
    ])?;
    stage.comes("Sue", SUPERVISOR)?;
    stage.advance(Duration::from_hours(1))?;
    stage.sees_nothing_more()?;
    let together = stage.agent("Bob")?;
    stage.advance(minutes(5))?;
    stage.sees(idle("Bob").at(together + minutes(4)))?;
    stage.sees(idle("Ann").at(together + minutes(5)))?;
    stage.advance(minutes(5))?;
    let end = together + minutes(10);
    stage.sees_alone("Ann", auto_disconnected("Ann").at(end))?;
    stage.sees_alone("Ann", left("Sue").at(end))?;
    stage.sees_alone("Ann", left("Bob").at(end))?;
    stage.is_gone("Sue")?;
    stage.is_gone("Bob")
}

/// Two agents, each with a clock of their own. The customer's timers start again with the second one, and stop when
/// both are gone.
pub(super) fn two_agents(stage: &mut Stage) -> Result<(), String> {
    let minutes = Duration::from_mins;
    stage.customer("Ann")?;
    stage.timers(&[(CUSTOMER, IDLE, 10), (AGENT, IDLE, 5)])?;
    let bob = stage.agent("Bob")?;
    stage.advance(minutes(3))?;
    let eve = stage.agent("Eve")?;
    stage.advance(minutes(1))?;
    let said = stage.says("Eve", "I am here too")?;
    stage.advance(minutes(5))?;
    stage.sees(idle("Bob").at(bob + minutes(5)))?;
    stage.sees(idle("Eve").at(said + minutes(5)))?;
    stage.leaves("Bob")?;
    stage.advance(minutes(4))?;
    stage.sees(idle("Ann").at(eve + minutes(10)))?;
    let back = stage.says("Ann", "which of you?")?;
    stage.sees(returned("Ann").at(back))?;
    stage.advance(minutes(9))?;
    stage.leaves("Eve")?;
    stage.advance(Duration::from_hours(1))?;
    stage.sees_nothing_more()
}

/// A custom participant, such as a bot, starts the timers as an agent does, and is idle as an agent is.
pub(super) fn custom_participant(stage: &mut Stage) -> Result<(), String> {
    let minutes = Duration::from_mins;
    stage.customer("Ann")?;
    stage.timers(&[(CUSTOMER, IDLE, 5), (AGENT, IDLE, 3)])?;
    let together = stage.comes("Bot", CUSTOM_BOT)?;
    stage.advance(minutes(5))?;
    stage.sees(idle("Bot").at(together + minutes(3)))?;
    stage.sees(idle("Ann").at(together + minutes(5)))?;
    let back = stage.says("Bot", "press one for boats")?;
    stage.sees(returned("Bot").at(back))?;
    stage.leaves("Bot")?;
    stage.advance(Duration::from_hours(1))?;
    stage.sees_nothing_more()
}
