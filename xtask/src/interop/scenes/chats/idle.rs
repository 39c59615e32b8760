//! Someone says nothing for as long as their idle timer runs.

use std::time::Duration;

use crate::interop::scenes::contact::IDLE;
use crate::interop::scenes::event::{idle, returned};
use crate::interop::scenes::people::{AGENT, CUSTOMER};
use crate::interop::scenes::stage::Stage;

/// The customer is idle when the minutes are over that were set, and not a second before. Everyone is shown it, once.
pub(super) fn customer(stage: &mut Stage) -> Result<(), String> {
    stage.customer("Ann")?;
    stage.timers(&[(CUSTOMER, IDLE, 5)])?;
    // Nothing runs while there is nobody to be silent to.
    stage.advance(Duration::from_hours(1))?;
    stage.sees_nothing_more()?;
    let together = stage.agent("Bob")?;
    stage.advance(Duration::from_secs(299))?;
    stage.sees_nothing_more()?;
    stage.advance(Duration::from_secs(1))?;
    stage.sees(idle("Ann").at(together + Duration::from_mins(5)))?;
    stage.advance(Duration::from_hours(8))?;
    stage.sees_nothing_more()
}

/// The agent is, too, by a timer of the agent's own.
pub(super) fn agent(stage: &mut Stage) -> Result<(), String> {
    stage.customer("Ann")?;
    stage.timers(&[(AGENT, IDLE, 480)])?;
    let together = stage.agent("Bob")?;
    stage.advance(Duration::from_hours(7))?;
    stage.says("Ann", "are you still there?")?;
    stage.advance(Duration::from_mins(59))?;
    stage.sees_nothing_more()?;
    stage.advance(Duration::from_mins(1))?;
    stage.sees(idle("Bob").at(together + Duration::from_hours(8)))?;
    let back = stage.says("Bob", "I am")?;
    stage.sees(returned("Bob").at(back))?;
    Ok(())
}

/// Who was idle and says something has returned, and the timer starts from the beginning.
pub(super) fn customer_returns(stage: &mut Stage) -> Result<(), String> {
    stage.customer("Ann")?;
    stage.timers(&[(CUSTOMER, IDLE, 5)])?;
    stage.agent("Bob")?;
    stage.advance(Duration::from_mins(4))?;
    let said = stage.says("Ann", "my boat leaks")?;
    stage.advance(Duration::from_mins(4))?;
    // What the agent says does not count for the customer.
    stage.says("Bob", "where?")?;
    stage.advance(Duration::from_mins(2))?;
    stage.sees(idle("Ann").at(said + Duration::from_mins(5)))?;
    let back = stage.says("Ann", "everywhere")?;
    stage.sees(returned("Ann").at(back))?;
    stage.advance(Duration::from_secs(299))?;
    stage.sees_nothing_more()?;
    stage.advance(Duration::from_secs(1))?;
    stage.sees(idle("Ann").at(back + Duration::from_mins(5)))?;
    Ok(())
}

/// Typing is no message: everyone is shown it, the timer goes on, and who is idle has not returned.
pub(super) fn in_spite_of_typing(stage: &mut Stage) -> Result<(), String> {
    stage.customer("Ann")?;
    stage.timers(&[(CUSTOMER, IDLE, 5), (AGENT, IDLE, 5)])?;
    let together = stage.agent("Bob")?;
    stage.advance(Duration::from_mins(4))?;
    stage.types("Bob")?;
    let said = stage.says("Ann", "are you still there?")?;
    stage.advance(Duration::from_mins(5))?;
    stage.sees(idle("Bob").at(together + Duration::from_mins(5)))?;
    stage.sees(idle("Ann").at(said + Duration::from_mins(5)))?;
    stage.types("Ann")?;
    stage.sees_nothing_more()
}

/// Nor is it one to have read a message, of which everyone is shown a receipt.
pub(super) fn in_spite_of_reading(stage: &mut Stage) -> Result<(), String> {
    stage.customer("Ann")?;
    stage.timers(&[(CUSTOMER, IDLE, 5), (AGENT, IDLE, 3)])?;
    let together = stage.agent("Bob")?;
    stage.says("Ann", "my boat leaks")?;
    stage.says("Bob", "one moment")?;
    stage.advance(Duration::from_mins(4))?;
    stage.sees(idle("Bob").at(together + Duration::from_mins(3)))?;
    stage.reads("Bob")?;
    stage.reads("Ann")?;
    stage.advance(Duration::from_mins(1))?;
    stage.sees(idle("Ann").at(together + Duration::from_mins(5)))?;
    stage.sees_nothing_more()
}

/// A file counts as a message: it resets the timer, and who was idle has returned with it.
pub(super) fn but_for_a_file(stage: &mut Stage) -> Result<(), String> {
    stage.customer("Ann")?;
    stage.timers(&[(CUSTOMER, IDLE, 5)])?;
    stage.agent("Bob")?;
    stage.advance(Duration::from_mins(4))?;
    let shared = stage.shares("Ann", "leak.txt", "a map of the leak")?;
    stage.advance(Duration::from_mins(4))?;
    stage.sees_nothing_more()?;
    stage.advance(Duration::from_mins(1))?;
    stage.sees(idle("Ann").at(shared + Duration::from_mins(5)))?;
    let back = stage.shares("Ann", "boat.txt", "a drawing of the boat")?;
    stage.sees(returned("Ann").at(back))?;
    Ok(())
}

/// A timer that is deleted does not run, and the others do.
pub(super) fn not_without_a_timer(stage: &mut Stage) -> Result<(), String> {
    stage.customer("Ann")?;
    stage.timers(&[(CUSTOMER, IDLE, 5), (AGENT, IDLE, 3)])?;
    stage.unset(AGENT, IDLE)?;
    let together = stage.agent("Bob")?;
    // Nor is it deleted for an agent who is there already.
    stage.unset(CUSTOMER, IDLE)?;
    stage.advance(Duration::from_hours(1))?;
    stage.sees(idle("Ann").at(together + Duration::from_mins(5)))?;
    stage.leaves("Bob")?;
    stage.agent("Eve")?;
    stage.advance(Duration::from_hours(1))?;
    stage.sees_nothing_more()
}
