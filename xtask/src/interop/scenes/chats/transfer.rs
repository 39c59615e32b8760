//! The chat is passed on to another agent.

use std::time::Duration;

use crate::interop::scenes::contact::IDLE;
use crate::interop::scenes::event::{idle, returned};
use crate::interop::scenes::people::{AGENT, CUSTOMER};
use crate::interop::scenes::stage::Stage;

/// The chat goes on in a new contact, and its timers go along, for the new agent: they stand still in between. What was
/// set while an agent was there holds for the next one, and not for that agent.
pub(super) fn timers_go_along(stage: &mut Stage) -> Result<(), String> {
    let minutes = Duration::from_mins;
    stage.customer("Ann")?;
    stage.timers(&[(AGENT, IDLE, 5), (CUSTOMER, IDLE, 30)])?;
    let together = stage.agent("Bob")?;
    stage.advance(minutes(1))?;
    stage.timers(&[(AGENT, IDLE, 10)])?;
    stage.advance(minutes(4))?;
    stage.sees(idle("Bob").at(together + minutes(5)))?;
    let back = stage.says("Bob", "one moment")?;
    stage.sees(returned("Bob").at(back))?;
    stage.advance(minutes(5))?;
    stage.sees(idle("Bob").at(back + minutes(5)))?;
    let back = stage.says("Bob", "I pass you on")?;
    stage.sees(returned("Bob").at(back))?;

    stage.transfer()?;
    stage.is_gone("Bob")?;
    stage.advance(Duration::from_hours(1))?;
    stage.sees_nothing_more()?;

    let together = stage.agent("Eve")?;
    stage.advance(minutes(9))?;
    stage.sees_nothing_more()?;
    stage.advance(minutes(21))?;
    stage.sees(idle("Eve").at(together + minutes(10)))?;
    stage.sees(idle("Ann").at(together + minutes(30)))?;
    Ok(())
}
