//! Clocks that run by themselves.

use std::time::{Duration, SystemTime};

use crate::interop::scenes::contact::{DISCONNECT, IDLE};
use crate::interop::scenes::event::{auto_disconnected, idle, left, returned};
use crate::interop::scenes::people::{AGENT, CUSTOMER};
use crate::interop::scenes::stage::Stage;

/// Two minutes are over in a second, and what falls due comes by itself, at its own time.
pub(super) fn fast(stage: &mut Stage) -> Result<(), String> {
    let minutes = Duration::from_mins;
    stage.customer("Ann")?;
    stage.timers(&[
        (CUSTOMER, IDLE, 2),
        (AGENT, IDLE, 3),
        (AGENT, DISCONNECT, 2),
    ])?;
    let together = stage.agent("Bob")?;
    stage.sees(idle("Ann").at(together + minutes(2)))?;
    stage.sees(idle("Bob").at(together + minutes(3)))?;
    stage.sees_alone("Ann", auto_disconnected("Bob").at(together + minutes(5)))?;
    stage.sees_alone("Ann", left("Bob").at(together + minutes(5)))?;
    stage.is_gone("Bob")?;
    let back = stage.says("Ann", "so soon?")?;
    stage.sees(returned("Ann").at(back))?;
    stage.cannot_be_advanced()
}

/// The same while the service is killed: it comes at the time at which it fell due.
pub(super) fn fast_and_killed(stage: &mut Stage) -> Result<(), String> {
    stage.customer("Ann")?;
    stage.timers(&[(CUSTOMER, IDLE, 2)])?;
    let together = stage.agent("Bob")?;
    stage.kill_and_restart()?;
    stage.sees(idle("Ann").at(together + Duration::from_mins(2)))?;
    Ok(())
}

/// The machine's clock: times are those of now, no timer runs out in so short a time, and nobody can move it.
pub(super) fn real(stage: &mut Stage) -> Result<(), String> {
    // The chat's clock tells no more than milliseconds.
    let before = SystemTime::now() - Duration::from_millis(1);
    stage.customer("Ann")?;
    stage.timers(&[
        (CUSTOMER, IDLE, 2),
        (CUSTOMER, DISCONNECT, 2),
        (AGENT, IDLE, 2),
    ])?;
    stage.agent("Bob")?;
    stage.types("Ann")?;
    let said = stage.says("Ann", "hello")?;
    if said < before || said > SystemTime::now() {
        return Err(format!("expected a time after {before:?} got {said:?}"));
    }
    stage.says("Bob", "hello")?;
    stage.cannot_be_advanced()?;
    stage.shares("Bob", "leak.txt", "a map of the leak")?;
    stage.sees_nothing_more()
}
