//! Who is in a chat, and the timer that runs for each.

use crate::{Minutes, Moment, Pair, Role, Timer, TimerSettings};

/// As what someone takes part in a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The person who started the chat. Should a chat have several, then the timers run as long as one of
    /// them is connected, and each has a clock of their own.
    Customer,
    /// A person who answers it.
    Agent,
    /// A program of one's own that takes part, such as a bot; Amazon Connect's API calls it `CUSTOM_BOT`.
    CustomParticipant,
    /// A person who looks on, and may step in.
    Supervisor,
}

impl Kind {
    /// Whether the timers run while someone of this kind and a customer are connected (rule 3).
    pub(crate) fn attends_customers(self) -> bool {
        matches!(self, Self::Agent | Self::CustomParticipant)
    }
}

/// Someone who is in a chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant<Id> {
    /// The caller's name for this participant.
    pub id: Id,
    /// As what the participant takes part.
    pub kind: Kind,
    /// What the participant's timers are set to: what was set in the chat when the participant joined
    /// (rule 7). A customer has those of an agent instead, as of when the customer's timers last started.
    pub settings: TimerSettings,
    /// Whether the participant counts as idle.
    pub idle: bool,
    /// The timer that runs for the participant. There is never more than one, because the auto-disconnect
    /// timer waits for the idle timer (rule 5).
    pub timer: Option<RunningTimer>,
}

/// A timer that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RunningTimer {
    /// What happens when it runs out.
    pub timer: Timer,
    /// When it runs out.
    pub due: Moment,
}

impl RunningTimer {
    /// A timer that starts now. One that would run out after the end of time does not start.
    fn start(timer: Timer, minutes: Minutes, now: Moment) -> Option<Self> {
        let due = now.after(minutes)?;
        Some(Self { timer, due })
    }
}

impl<Id> Participant<Id> {
    /// Starts the participant's timers, those of this role, from the beginning: the idle timer, or if there
    /// is none, the auto-disconnect timer at once (rule 5).
    pub(crate) fn start(&mut self, role: Option<Role>, now: Moment) {
        let idle = self.minutes(role, Timer::Idle);
        let auto_disconnect = self.minutes(role, Timer::AutoDisconnect);
        self.timer = match (idle, auto_disconnect) {
            (Some(minutes), _) => RunningTimer::start(Timer::Idle, minutes, now),
            (None, Some(minutes)) => RunningTimer::start(Timer::AutoDisconnect, minutes, now),
            (None, None) => None,
        };
    }

    /// The participant becomes idle, and only now starts the auto-disconnect timer, if there is one (rule 5).
    pub(crate) fn becomes_idle(&mut self, role: Option<Role>, now: Moment) {
        self.idle = true;
        self.timer = self
            .minutes(role, Timer::AutoDisconnect)
            .and_then(|minutes| RunningTimer::start(Timer::AutoDisconnect, minutes, now));
    }

    fn minutes(&self, role: Option<Role>, timer: Timer) -> Option<Minutes> {
        self.settings.get(Pair { role: role?, timer })
    }
}
