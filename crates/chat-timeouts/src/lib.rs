//! The timeouts of a chat in Amazon Connect, as a state machine without a clock.
//!
//! An idle customer should be noticed, and an agent whom nobody needs should be let go. For that a chat in
//! Amazon Connect has up to four timers, set by the operation `UpdateParticipantRoleConfig`. This crate is
//! what they do, and nothing else: it knows no clock, no input or output, and no word of any wire format.
//! A [`Chat`] is told what happens and what time it is, and tells who became idle, who returned, who was
//! disconnected, and when it wants to be told the time again.
//!
//! # The rules
//!
//! From "Set up chat timeouts for human participants" in the administrator guide, in our words. Each has
//! tests of its own, in `tests/rules`.
//!
//! 1. **Four timers.** Each [`Role`], customer and agent, may have an idle timer and an auto-disconnect
//!    timer. When the idle timer runs out, the participant counts as idle. When the auto-disconnect timer
//!    runs out, the agent is disconnected, because the participant, be it the customer or the agent, stays
//!    silent. Any combination may be set, each to between 2 and 480 whole [`Minutes`].
//! 2. **They belong to roles**, not to persons, for as long as the chat lives. A transfer takes them along,
//!    and they apply to the new pair of customer and agent.
//! 3. **They need two.** Timers run only while a customer and an agent are connected, or a customer and a
//!    custom participant, such as a bot.
//! 4. **From joining to leaving.** They start when the agent or custom participant joins and stop when it
//!    leaves.
//! 5. **Idle first.** With both timers set for a role, the auto-disconnect timer starts only when the
//!    participant has become idle: until the auto-disconnect it takes the sum of both. With one timer set,
//!    that one starts at once.
//! 6. **A message resets.** With a message or an attachment, its sender's timers start from the beginning,
//!    and a sender who was idle no longer is. Nobody else's timers change.
//! 7. **What was set at joining stays.** The settings at the moment when the agent joined hold for as long
//!    as that agent stays. A later update is kept, and applies when a new agent or custom participant joins.
//! 8. **Auto-disconnect removes all but the customer**: agents, supervisors and custom participants. The
//!    chat need not end: with a disconnect flow it goes on there.
//! 9. **Everyone is shown** an event when someone becomes idle, when an idle one sends a message, and at an
//!    auto-disconnect; those who were disconnected do not see the last. Transcripts have none of them.
//! 10. **The rest is a choice.** The guide does not say, among others, whether typing is activity, whose
//!     settings hold between two agents, and whether a supervisor can be idle. [`Choices`] has a field for
//!     each such question, with its default and the reason.
//!
//! What the guide does not say about time is no choice but a promise, made at [`Chat`]: timers run out in
//! order, each at its own time, before anything that is told for the same moment or a later one.
//!
//! # A chat
//!
//! ```
//! use chat_timeouts::{
//!     Activity, Change, Chat, Choices, Input, Kind, Minutes, Moment, Pair, Role, Timer, TimerChange,
//!     TimerChanges, What,
//! };
//!
//! // A moment is in milliseconds since whenever the caller likes; here it is nine in the morning.
//! let at = |minutes: i64| Moment::from_millis(minutes * 60_000);
//! let set = |timer, minutes| -> Result<TimerChange, Box<dyn std::error::Error>> {
//!     let pair = Pair { role: Role::Customer, timer };
//!     Ok(TimerChange { pair, change: Change::Set(Minutes::new(minutes)?) })
//! };
//! let changes = TimerChanges::new([set(Timer::Idle, 5)?, set(Timer::AutoDisconnect, 10)?])?;
//!
//! // 9:00. A customer asks, and timers are set. Nothing runs: there is nobody to be silent to.
//! let mut chat = Chat::new(Choices::default());
//! let mut events = chat.handle(Input::Joined { participant: "Ann", kind: Kind::Customer }, at(0));
//! events.extend(chat.handle(Input::Configured(changes), at(0)));
//! assert_eq!(chat.next_wake(), None);
//!
//! // 9:20. An agent joins, and the customer's timers start.
//! events.extend(chat.handle(Input::Joined { participant: "Bob", kind: Kind::Agent }, at(20)));
//! assert_eq!(chat.next_wake(), Some(at(25)));
//! assert!(events.is_empty());
//!
//! // 9:25. The customer was silent for five minutes. Both are shown that she is idle.
//! let idle = &chat.advance(at(25))[0];
//! assert_eq!((idle.participant, &idle.what), ("Ann", &What::Idle));
//! assert_eq!(idle.shown_to, ["Ann", "Bob"]);
//! assert_eq!(chat.next_wake(), Some(at(35)));
//!
//! // 9:30. She writes, and has returned. Her timers start from the beginning.
//! let message = Input::Active { participant: "Ann", activity: Activity::Message };
//! let returned = &chat.handle(message, at(30))[0];
//! assert_eq!((returned.participant, &returned.what), ("Ann", &What::Returned));
//! assert_eq!(chat.next_wake(), Some(at(35)));
//!
//! // 9:00 on the next day. Nobody has told the chat the time, and it makes no difference: she was idle
//! // again at 9:35, and ten minutes later the agent was let go, which the agent is not shown.
//! let events = chat.advance(at(24 * 60));
//! assert_eq!((events[0].at, &events[0].what), (at(35), &What::Idle));
//! assert_eq!(events[1].at, at(45));
//! assert_eq!(events[1].what, What::AutoDisconnected { removed: vec!["Bob"] });
//! assert_eq!((events[1].participant, &events[1].shown_to), ("Ann", &vec!["Ann"]));
//! assert_eq!(events.len(), 2);
//!
//! // The chat is still open, and the timers wait for the next agent.
//! assert_eq!(chat.next_wake(), None);
//!
//! // All of this is plain data, and comes back from wherever it was kept.
//! let restored = Chat::restore(Choices::default(), chat.state().clone())?;
//! assert_eq!(restored, chat);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Running it
//!
//! A service holds a [`Chat`] for each chat, with any clock. When something happens, it calls
//! [`Chat::handle`]; when [`Chat::next_wake`] comes, [`Chat::advance`]. Each event is returned once, so what
//! either returned is best stored together with [`Chat::state`], before anyone is shown it. After a restart
//! [`Chat::restore`] and then [`Chat::advance`] bring what fell due in between, each with its own time.
//!
//! # Where to read on
//!
//! The settings: [`Minutes`], [`Pair`], [`TimerChanges`], [`TimerSettings`]. What goes in and comes out:
//! [`Moment`], [`Input`], [`Event`]. The machine: [`Chat`] with its [`State`]; rules 3, 4, 7 and 8 are in
//! `attendance.rs`, rule 5 in `participant.rs`, rules 6 and 9 in `silence.rs`, rule 10 in `choices.rs`.

mod minutes;
mod pair;

mod change;
mod settings;

mod event;
mod input;
mod moment;

mod choices;
mod participant;
mod state;

mod attendance;
mod silence;

mod chat;

pub use change::{Change, DuplicatePair, DuplicatePairs, TimerChange, TimerChanges};
pub use chat::Chat;
pub use choices::{
    AfterAutoDisconnect, Choices, CustomParticipants, CustomerTimers, Idleness, Signal, Silence,
    Stop, Supervisors,
};
pub use event::{Event, What};
pub use input::{Activity, Input};
pub use minutes::{Minutes, MinutesOutOfRange};
pub use moment::Moment;
pub use pair::{Pair, Role, Timer};
pub use participant::{Kind, Participant, RunningTimer};
pub use settings::TimerSettings;
pub use state::{BrokenState, Phase, State};
