//! Someone says nothing for as long as their idle timer runs.

use std::time::Duration;

use crate::interop::scenes::event::{idle, returned};
use crate::interop::scenes::stage::{CUSTOMER, IDLE, Stage};

/// The customer is idle when the minutes are over that were set, and not a second before. Everyone is shown it.
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
    // Once is enough, however long the silence lasts.
    stage.advance(Duration::from_hours(8))?;
    stage.sees_nothing_more()
}

/// Who is idle and says something has returned, and the timer starts from the beginning.
pub(super) fn customer_returns(stage: &mut Stage) -> Result<(), String> {
    stage.customer("Ann")?;
    stage.timers(&[(CUSTOMER, IDLE, 5)])?;
    stage.agent("Bob")?;
    stage.advance(Duration::from_mins(4))?;
    let said = stage.says("Ann", "my boat leaks")?;
    // What the agent says does not count for the customer.
    stage.advance(Duration::from_mins(4))?;
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
