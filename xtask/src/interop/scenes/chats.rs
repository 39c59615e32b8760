//! The scenes: chats as Amazon Connect has them, each told from beginning to end.

mod idle;

mod auto_disconnect;
mod others;
mod transfer;

mod ends;
mod sockets;

mod clocks;
mod killed;

use super::stage::Stage;

/// One scene.
pub(super) struct Scene {
    /// What the table calls it.
    pub(super) name: &'static str,
    /// The flags that its service has besides those of all scenes.
    pub(super) flags: &'static [&'static str],
    /// What happens.
    pub(super) play: Play,
}

type Play = fn(&mut Stage) -> Result<(), String>;

/// All scenes.
pub(super) const SCENES: [Scene; 27] = [
    of("customer-idle", MANUAL, idle::customer),
    of("agent-idle", MANUAL, idle::agent),
    of("returned", MANUAL, idle::customer_returns),
    of("typing", MANUAL, idle::in_spite_of_typing),
    of("read-receipt", MANUAL, idle::in_spite_of_reading),
    of("attachment", MANUAL, idle::but_for_a_file),
    of("unset-timer", MANUAL, idle::not_without_a_timer),
    of("customer-disconnect", MANUAL, auto_disconnect::by_customer),
    of("agent-disconnect", MANUAL, auto_disconnect::by_agent),
    of("disconnect-alone", MANUAL, auto_disconnect::without_idle),
    of("one-day-at-once", MANUAL, auto_disconnect::within_a_day),
    of("disconnect-ends", ENDING, auto_disconnect::and_then_the_end),
    of("two-agents", MANUAL, others::two_agents),
    of("supervisor", MANUAL, others::supervisor),
    of("custom-participant", MANUAL, others::custom_participant),
    of("transfer", MANUAL, transfer::timers_go_along),
    of("two-sockets", MANUAL, sockets::both_see_everything),
    of("stopped", MANUAL, ends::stopped),
    of("agent-leaves", MANUAL, ends::agent_leaves),
    of("customer-leaves", MANUAL, ends::customer_leaves),
    of("refused", MANUAL, ends::refused),
    of("killed", MANUAL, killed::timers_go_on),
    of("killed-in-a-word", MANUAL, killed::nothing_is_lost),
    of(
        "killed-at-a-timer",
        MANUAL,
        killed::what_was_not_seen_is_shown,
    ),
    of("killed-and-fast", FAST, clocks::fast_and_killed),
    of("fast-clock", FAST, clocks::fast),
    of("real-clock", &["--clock", "real"], clocks::real),
];

/// A clock that stands until it is moved.
const MANUAL: &[&str] = &["--clock", "manual=2026-01-01T09:00:00Z"];

/// The same, where the chat ends with an auto-disconnect.
const ENDING: &[&str] = &[
    "--clock",
    "manual=2026-01-01T09:00:00Z",
    "--disconnect-flow",
    "end",
];

/// Two minutes, the least that a timer may be set to, are a second.
const FAST: &[&str] = &["--clock", "scaled=120"];

const fn of(name: &'static str, flags: &'static [&'static str], play: Play) -> Scene {
    Scene { name, flags, play }
}
