//! Someone has several windows open.

use std::time::Duration;

use crate::interop::scenes::contact::IDLE;
use crate::interop::scenes::event::{idle, returned};
use crate::interop::scenes::people::AGENT;
use crate::interop::scenes::stage::Stage;

/// Each socket is shown everything from then on, with the same ids. A second one is not a second person.
pub(super) fn both_see_everything(stage: &mut Stage) -> Result<(), String> {
    stage.customer("Ann")?;
    stage.timers(&[(AGENT, IDLE, 5)])?;
    let together = stage.agent("Bob")?;
    stage.says("Ann", "one moment")?;
    // Now it is known that the first sockets were shown this, and it is not shown again.
    stage.advance(Duration::from_mins(1))?;
    stage.one_more_socket("Ann")?;
    stage.one_more_socket("Bob")?;
    stage.says("Ann", "I have it here too")?;
    stage.types("Bob")?;
    stage.advance(Duration::from_mins(4))?;
    stage.sees(idle("Bob").at(together + Duration::from_mins(5)))?;
    let back = stage.says("Bob", "so have I")?;
    stage.sees(returned("Bob").at(back))?;
    stage.stop()
}
