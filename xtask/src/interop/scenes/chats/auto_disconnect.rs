//! Someone says nothing for so long that the agent is let go.

use std::time::Duration;

use crate::interop::scenes::contact::{DISCONNECT, IDLE};
use crate::interop::scenes::event::{auto_disconnected, chat_ended, idle, left, returned};
use crate::interop::scenes::people::{AGENT, CUSTOMER};
use crate::interop::scenes::stage::Stage;

/// With both timers set, the second one starts when the customer is idle: it takes the sum of both until the agent is
/// removed, who is not shown why. The chat stays open for the customer, and for the next agent.
pub(super) fn by_customer(stage: &mut Stage) -> Result<(), String> {
    stage.customer("Ann")?;
    stage.timers(&[(CUSTOMER, IDLE, 5), (CUSTOMER, DISCONNECT, 10)])?;
    let together = stage.agent("Bob")?;
    stage.advance(Duration::from_mins(5))?;
    stage.sees(idle("Ann").at(together + Duration::from_mins(5)))?;
    stage.advance(Duration::from_secs(599))?;
    stage.sees_nothing_more()?;
    stage.advance(Duration::from_secs(1))?;
    let end = together + Duration::from_mins(15);
    stage.sees_alone("Ann", auto_disconnected("Ann").at(end))?;
    stage.sees_alone("Ann", left("Bob").at(end))?;
    stage.is_gone("Bob")?;

    let back = stage.says("Ann", "is anybody there?")?;
    stage.sees(returned("Ann").at(back))?;
    stage.advance(Duration::from_hours(1))?;
    stage.sees_nothing_more()?;
    let together = stage.agent("Eve")?;
    stage.advance(Duration::from_mins(5))?;
    stage.sees(idle("Ann").at(together + Duration::from_mins(5)))?;
    Ok(())
}

/// An agent who says nothing is let go the same way.
pub(super) fn by_agent(stage: &mut Stage) -> Result<(), String> {
    stage.customer("Ann")?;
    stage.timers(&[(AGENT, IDLE, 3), (AGENT, DISCONNECT, 2)])?;
    stage.agent("Bob")?;
    stage.advance(Duration::from_mins(2))?;
    let said = stage.says("Bob", "just a moment")?;
    stage.advance(Duration::from_mins(4))?;
    stage.sees(idle("Bob").at(said + Duration::from_mins(3)))?;
    stage.says("Ann", "it sinks")?;
    stage.advance(Duration::from_mins(1))?;
    let end = said + Duration::from_mins(5);
    stage.sees_alone("Ann", auto_disconnected("Bob").at(end))?;
    stage.sees_alone("Ann", left("Bob").at(end))?;
    stage.is_gone("Bob")
}

/// Without an idle timer, the other one starts at once, and nobody is ever idle.
pub(super) fn without_idle(stage: &mut Stage) -> Result<(), String> {
    stage.customer("Ann")?;
    stage.timers(&[(CUSTOMER, DISCONNECT, 10)])?;
    stage.agent("Bob")?;
    stage.advance(Duration::from_mins(9))?;
    let said = stage.says("Ann", "wait")?;
    stage.advance(Duration::from_mins(9))?;
    stage.sees_nothing_more()?;
    stage.advance(Duration::from_mins(1))?;
    let end = said + Duration::from_mins(10);
    stage.sees_alone("Ann", auto_disconnected("Ann").at(end))?;
    stage.sees_alone("Ann", left("Bob").at(end))?;
    stage.is_gone("Bob")
}

/// The clock jumps a day ahead: what fell due in between comes in its order, each with its own time. The clients sign
/// by their own clocks, and what they sign stays good.
pub(super) fn within_a_day(stage: &mut Stage) -> Result<(), String> {
    let day = Duration::from_hours(24);
    let minutes = Duration::from_mins;
    stage.customer("Ann")?;
    let customer = [(CUSTOMER, IDLE, 5), (CUSTOMER, DISCONNECT, 10)];
    stage.timers(&customer)?;
    stage.timers(&[(AGENT, IDLE, 7), (AGENT, DISCONNECT, 20)])?;
    let together = stage.agent("Bob")?;
    stage.advance(day)?;
    stage.sees(idle("Ann").at(together + minutes(5)))?;
    stage.sees(idle("Bob").at(together + minutes(7)))?;
    stage.sees_alone("Ann", auto_disconnected("Ann").at(together + minutes(15)))?;
    stage.sees_alone("Ann", left("Bob").at(together + minutes(15)))?;
    stage.is_gone("Bob")?;

    // The next agent is let go before the customer's time is over.
    stage.timers(&[(AGENT, DISCONNECT, 2)])?;
    let together = stage.agent("Eve")?;
    stage.advance(day)?;
    stage.sees(idle("Ann").at(together + minutes(5)))?;
    stage.sees(idle("Eve").at(together + minutes(7)))?;
    stage.sees_alone("Ann", auto_disconnected("Eve").at(together + minutes(9)))?;
    stage.sees_alone("Ann", left("Eve").at(together + minutes(9)))?;
    stage.is_gone("Eve")?;
    let back = stage.says("Ann", "good morning")?;
    stage.sees(returned("Ann").at(back))?;
    Ok(())
}

/// Where that is what becomes of it, the chat ends with the auto-disconnect.
pub(super) fn and_then_the_end(stage: &mut Stage) -> Result<(), String> {
    stage.customer("Ann")?;
    stage.timers(&[(CUSTOMER, DISCONNECT, 2)])?;
    let together = stage.agent("Bob")?;
    stage.advance(Duration::from_mins(2))?;
    let end = together + Duration::from_mins(2);
    stage.sees_alone("Ann", auto_disconnected("Ann").at(end))?;
    stage.sees_alone("Ann", left("Bob").at(end))?;
    stage.sees_alone("Ann", chat_ended().at(end))?;
    stage.is_gone("Ann")?;
    stage.is_gone("Bob")?;
    stage.contact_says("DisconnectTimestamp", true)
}
