//! The service is killed in the middle of a chat, and started again on the same port and store.

use std::time::Duration;

use crate::interop::scenes::contact::{DISCONNECT, IDLE};
use crate::interop::scenes::event::{auto_disconnected, idle, left, returned};
use crate::interop::scenes::people::{AGENT, CUSTOMER};
use crate::interop::scenes::stage::Stage;

/// Timers run out when they should have, whatever was killed in between, each once; and everyone comes back.
pub(super) fn timers_go_on(stage: &mut Stage) -> Result<(), String> {
    let minutes = Duration::from_mins;
    stage.customer("Ann")?;
    stage.timers(&[
        (CUSTOMER, IDLE, 5),
        (CUSTOMER, DISCONNECT, 10),
        (AGENT, IDLE, 8),
    ])?;
    let together = stage.agent("Bob")?;
    stage.advance(minutes(1))?;
    let said = stage.says("Ann", "hello")?;
    stage.kill_and_restart()?;
    stage.advance(Duration::from_secs(299))?;
    stage.sees_nothing_more()?;
    stage.kill_and_restart()?;
    stage.advance(Duration::from_secs(1))?;
    stage.sees(idle("Ann").at(said + minutes(5)))?;
    stage.kill_and_restart()?;
    stage.advance(minutes(2))?;
    stage.sees(idle("Bob").at(together + minutes(8)))?;
    stage.kill_and_restart()?;
    let back = stage.says("Bob", "I was away")?;
    stage.sees(returned("Bob").at(back))?;
    stage.advance(minutes(8))?;
    let end = said + minutes(15);
    stage.sees(idle("Bob").at(back + minutes(8)))?;
    stage.sees_alone("Ann", auto_disconnected("Ann").at(end))?;
    stage.sees_alone("Ann", left("Bob").at(end))?;
    stage.is_gone("Bob")?;
    stage.kill_and_restart()?;
    stage.is_gone("Bob")?;
    let back = stage.says("Ann", "is anybody there?")?;
    stage.sees(returned("Ann").at(back))?;
    Ok(())
}

/// What was answered is recorded, and everyone is shown it. What was not may be, or not; and it is once.
pub(super) fn nothing_is_lost(stage: &mut Stage) -> Result<(), String> {
    stage.customer("Ann")?;
    stage.timers(&[(CUSTOMER, IDLE, 5), (AGENT, IDLE, 5)])?;
    stage.agent("Bob")?;
    stage.advance(Duration::from_mins(4))?;
    for times in [1, 5, 10] {
        stage.kill_while_talking("Ann", times)?;
        stage.kill_while_talking("Bob", times)?;
    }
    let [ann, bob] = [stage.says("Ann", "done")?, stage.says("Bob", "me too")?];
    stage.advance(Duration::from_mins(5))?;
    stage.sees(idle("Ann").at(ann + Duration::from_mins(5)))?;
    stage.sees(idle("Bob").at(bob + Duration::from_mins(5)))?;
    Ok(())
}

/// A timer runs out, one of them has seen it, and the other may not have: both have, after the restart, under the id
/// that it was recorded with.
pub(super) fn what_was_not_seen_is_shown(stage: &mut Stage) -> Result<(), String> {
    let minutes = Duration::from_mins;
    stage.customer("Ann")?;
    stage.timers(&[(CUSTOMER, IDLE, 2), (AGENT, IDLE, 3)])?;
    let mut ann = stage.agent("Bob")?;
    let mut bob = ann;
    for name in ["Ann", "Bob", "Ann", "Bob"] {
        stage.kill_while_advancing(minutes(3), name)?;
        stage.sees(idle("Ann").at(ann + minutes(2)))?;
        stage.sees(idle("Bob").at(bob + minutes(3)))?;
        ann = stage.says("Ann", "are you there?")?;
        stage.sees(returned("Ann").at(ann))?;
        bob = stage.says("Bob", "I am")?;
        stage.sees(returned("Bob").at(bob))?;
    }
    Ok(())
}
