//! What the four timers of a chat are set to.

use crate::{Change, Minutes, Pair, Role, Timer, TimerChange, TimerChanges};

/// What the four timers of a chat are set to. The default is a new chat's: none is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TimerSettings {
    customer_idle: Option<Minutes>,
    customer_auto_disconnect: Option<Minutes>,
    agent_idle: Option<Minutes>,
    agent_auto_disconnect: Option<Minutes>,
}

impl TimerSettings {
    /// What this timer is set to, if it is set.
    #[must_use]
    pub fn get(&self, pair: Pair) -> Option<Minutes> {
        match (pair.role, pair.timer) {
            (Role::Customer, Timer::Idle) => self.customer_idle,
            (Role::Customer, Timer::AutoDisconnect) => self.customer_auto_disconnect,
            (Role::Agent, Timer::Idle) => self.agent_idle,
            (Role::Agent, Timer::AutoDisconnect) => self.agent_auto_disconnect,
        }
    }

    /// Sets this timer, whether or not it was set before.
    pub fn set(&mut self, pair: Pair, minutes: Minutes) {
        *self.slot(pair) = Some(minutes);
    }

    /// Deletes this timer. Nothing happens if it was not set.
    pub fn unset(&mut self, pair: Pair) {
        *self.slot(pair) = None;
    }

    /// The settings after a call with these changes: the pairs that the call names have changed, and no
    /// others.
    #[must_use]
    pub fn apply(mut self, changes: &TimerChanges) -> Self {
        for &TimerChange { pair, change } in changes.iter() {
            match change {
                Change::Set(minutes) => self.set(pair, minutes),
                Change::Unset => self.unset(pair),
            }
        }
        self
    }

    /// The timers that are set, the customer's first.
    pub fn iter(&self) -> impl Iterator<Item = (Pair, Minutes)> {
        Pair::ALL
            .into_iter()
            .filter_map(|pair| Some((pair, self.get(pair)?)))
    }

    fn slot(&mut self, pair: Pair) -> &mut Option<Minutes> {
        match (pair.role, pair.timer) {
            (Role::Customer, Timer::Idle) => &mut self.customer_idle,
            (Role::Customer, Timer::AutoDisconnect) => &mut self.customer_auto_disconnect,
            (Role::Agent, Timer::Idle) => &mut self.agent_idle,
            (Role::Agent, Timer::AutoDisconnect) => &mut self.agent_auto_disconnect,
        }
    }
}
