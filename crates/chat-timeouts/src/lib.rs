//! The timeouts of a chat in Amazon Connect, as plain values.
//!
//! A chat between a customer and an agent has up to four timers, one for each [`Role`] and
//! [`Timer`]. What they do is described in the administrator guide of Amazon Connect, in
//! "Set up chat timeouts for human participants":
//!
//! | pair | when it runs out |
//! |---|---|
//! | customer, idle | the customer counts as idle |
//! | customer, auto-disconnect | the agent is let go, because the customer stays silent |
//! | agent, idle | the agent counts as idle |
//! | agent, auto-disconnect | the agent is let go, because the agent stays silent |
//!
//! Any combination may be set, each to between 2 and 480 whole [`Minutes`]. The timers belong to the
//! roles and not to the persons who fill them, and to the chat for as long as it lasts: a transfer
//! takes them along.
//!
//! ```
//! use chat_timeouts::{Change, Minutes, Pair, Role, Timer, TimerChange, TimerChanges, TimerSettings};
//!
//! let idle = Pair { role: Role::Customer, timer: Timer::Idle };
//! let changes = TimerChanges::new([TimerChange { pair: idle, change: Change::Set(Minutes::new(5)?) }])?;
//! let settings = TimerSettings::default().apply(&changes);
//! assert_eq!(settings.get(idle).map(Minutes::get), Some(5));
//! assert_eq!(settings.get(Pair { role: Role::Agent, timer: Timer::Idle }), None);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The crate knows no clock, no input or output, and no word of any wire format: Amazon Connect's
//! names for these values in a request are the business of whoever reads requests. For now it holds the
//! settings alone. The state machine that runs the timers, with the time as an argument, has its place
//! here and comes later.

mod change;
mod minutes;
mod pair;
mod settings;

pub use change::{Change, DuplicatePair, DuplicatePairs, TimerChange, TimerChanges};
pub use minutes::{Minutes, MinutesOutOfRange};
pub use pair::{Pair, Role, Timer};
pub use settings::TimerSettings;
