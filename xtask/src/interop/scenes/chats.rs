//! The scenes: chats as Amazon Connect has them, each told from beginning to end.

mod idle;

mod auto_disconnect;
mod ends;
mod transfer;

mod clocks;
mod kills;
mod sockets;

use super::stage::Stage;

/// One scene.
pub(super) struct Scene {
    /// What the table calls it.
    pub(super) name: &'static str,
    /// The clock of its service.
    pub(super) clock: &'static str,
    /// What happens.
    pub(super) play: Play,
}

type Play = fn(&mut Stage) -> Result<(), String>;

/// All scenes.
pub(super) const SCENES: [Scene; 20] = [
    manual("customer-idle", idle::customer),
    manual("agent-idle", idle::agent),
    manual("returned", idle::customer_returns),
    manual("typing", idle::in_spite_of_typing),
    manual("attachment", idle::but_for_a_file),
    manual("customer-disconnect", auto_disconnect::by_customer),
    manual("agent-disconnect", auto_disconnect::by_agent),
    manual("disconnect-alone", auto_disconnect::without_idle),
    manual("one-day-at-once", auto_disconnect::within_a_day),
    manual("transfer", transfer::timers_go_along),
    manual("two-sockets", sockets::both_see_everything),
    manual("killed", kills::timers_go_on),
    manual("killed-in-a-word", kills::nothing_is_lost),
    manual("stopped", ends::stopped),
    manual("agent-leaves", ends::agent_leaves),
    manual("customer-leaves", ends::customer_leaves),
    manual("refused", ends::refused),
    // Two minutes, the least that a timer may be set to, are a second.
    of("fast-clock", "scaled=120", clocks::fast),
    of("fast-and-killed", "scaled=120", clocks::fast_and_killed),
    of("real-clock", "real", clocks::real),
];

/// A scene by a clock that stands until it is moved.
const fn manual(name: &'static str, play: Play) -> Scene {
    of(name, "manual=2026-01-01T09:00:00Z", play)
}

const fn of(name: &'static str, clock: &'static str, play: Play) -> Scene {
    Scene { name, clock, play }
}
