//! Someone says nothing for so long that the agent is let go.

use std::time::Duration;

use crate::interop::scenes::event::{auto_disconnected, idle, left};
use crate::interop::scenes::stage::{CUSTOMER, DISCONNECT, IDLE, Stage};

/// With both timers set, the second one starts when the customer is idle: it takes the sum of both until the agent is
/// removed, who is not shown why. The chat stays open for the customer.
pub(super) fn by_customer(stage: &mut Stage) -> Result<(), String> {
    stage.customer("Ann")?;
    stage.timers(&[(CUSTOMER, IDLE, 5), (CUSTOMER, DISCONNECT, 10)])?;
    let together = stage.agent("Bob")?;
    stage.advance(Duration::from_mins(5))?;
    stage.sees(idle("Ann").at(together + Duration::from_mins(5)))?;
    stage.advance(Duration::from_secs(599))?;
    stage.sees_nothing_more()?;
    let end = stage.advance(Duration::from_secs(1))?;
    stage.sees_alone("Ann", auto_disconnected("Ann").at(end))?;
    stage.sees_alone("Ann", left("Bob").at(end))?;
    stage.is_gone("Bob")?;
    stage.says("Ann", "is anybody there?")?;
    Ok(())
}
