//! The state machine: first what was due, then what is told.

use crate::{AfterAutoDisconnect, BrokenState, Choices, Event, Input, Moment, Phase, State, Timer};

/// The timers of one chat. `Id` is whatever the caller has as a participant's name.
///
/// It has three rules about time, which hold for every method that is told one:
///
/// - **All that was due comes first.** Timers that are due up to and including the moment told run out in
///   order, each at its own time, before anything else happens. So it makes no difference whether a chat
///   hears of a day at once or minute by minute, and a message at the very moment at which a timer runs out
///   comes too late for it.
/// - **What is due at the same moment has an order**: idle timers before auto-disconnect timers, the
///   customer's before those of others, and among these in the order of joining. The first auto-disconnect
///   is the only one, because it stops all timers.
/// - **Time does not go back.** An earlier moment than the latest that the chat has seen counts as the
///   latest. No timer runs out twice, and none is put off.
///
/// However long it was told nothing, at most one idle timer for each participant and one auto-disconnect
/// timer are due, so the work is bounded by the number of participants and not by the time that has passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chat<Id> {
    choices: Choices,
    state: State<Id>,
}

impl<Id: Clone + Eq> Chat<Id> {
    /// A new chat: nobody is in it, and no timer is set.
    #[must_use]
    pub fn new(choices: Choices) -> Self {
        let state = State::default();
        Self { choices, state }
    }

    /// The chat that was in this state.
    ///
    /// # Errors
    ///
    /// [`BrokenState`], if no chat can be in it, so that a damaged store is noticed when it is read.
    pub fn restore(choices: Choices, state: State<Id>) -> Result<Self, BrokenState> {
        state.check()?;
        Ok(Self { choices, state })
    }

    /// All that the chat remembers.
    #[must_use]
    pub fn state(&self) -> &State<Id> {
        &self.state
    }

    /// When the next timer is due, if any runs: unless the chat is told something before, nothing happens
    /// until then, and [`Self::advance`] to this moment returns at least one event.
    #[must_use]
    pub fn next_wake(&self) -> Option<Moment> {
        let (_, next) = self.state.next_timer()?;
        Some(next.due)
    }

    /// Tells the chat what time it is. Returns what has happened since it was last told, in order.
    #[must_use = "each event is returned once"]
    pub fn advance(&mut self, now: Moment) -> Vec<Event<Id>> {
        let now = now.max(self.state.seen);
        let mut events = Vec::new();
        while let Some((index, next)) = self.state.next_timer()
            && next.due <= now
        {
            events.push(self.state.run_out(index, next, &self.choices));
            if next.timer == Timer::AutoDisconnect
                && self.choices.after_auto_disconnect == AfterAutoDisconnect::Ends
            {
                self.state.end();
            }
        }
        self.state.seen = now;
        events
    }

    /// Tells the chat what has happened, and when. Returns what has happened since it was last told,
    /// including what comes of this, in order.
    ///
    /// What cannot be, such as a message of someone who is not there, changes nothing; see [`Input`]. When
    /// the chat is over, nothing does.
    #[must_use = "each event is returned once"]
    pub fn handle(&mut self, input: Input<Id>, now: Moment) -> Vec<Event<Id>> {
        let mut events = self.advance(now);
        let Self { choices, state } = self;
        if state.phase == Phase::Ended {
            return events;
        }
        match input {
            Input::Configured(changes) => state.settings = state.settings.apply(&changes),
            Input::Joined { participant, kind } => state.join(participant, kind, choices),
            Input::Left { participant } => state.leave(&participant, choices),
            Input::Active {
                participant,
                activity,
            } => events.extend(state.speak(&participant, activity, choices)),
            Input::Transferred => state.transfer(choices),
            Input::Ended => state.end(),
        }
        events
    }
}
