//! The scenes: chats as Amazon Connect has them, each told from beginning to end.

mod auto_disconnect;
mod idle;

use super::stage::Stage;

/// A clock that stands until it is moved.
const MANUAL: &str = "manual=2026-01-01T09:00:00Z";

/// One scene.
pub(super) struct Scene {
    /// What the table calls it.
    pub(super) name: &'static str,
    /// The clock of its service.
    pub(super) clock: &'static str,
    /// What happens.
    pub(super) play: fn(&mut Stage) -> Result<(), String>,
}

const fn by_hand(name: &'static str, play: fn(&mut Stage) -> Result<(), String>) -> Scene {
    Scene {
        name,
        clock: MANUAL,
        play,
    }
}

/// All scenes.
pub(super) const SCENES: &[Scene] = &[
    by_hand("customer-idle", idle::customer),
    by_hand("customer-returns", idle::customer_returns),
    by_hand("customer-disconnect", auto_disconnect::by_customer),
];
