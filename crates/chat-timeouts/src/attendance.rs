//! Who comes and goes: the timers run only between a customer and someone who attends to it.

use crate::{
    Choices, CustomerTimers, Idleness, Kind, Participant, Phase, State, Stop, TimerSettings,
};

impl<Id: Eq> State<Id> {
    /// Someone joins, unless the participant is there already.
    ///
    /// If a customer and an agent or custom participant are connected now and the timers did not run,
    /// everyone's start (rules 3 and 4). If they ran, the newcomer's start, and with an agent or custom
    /// participant perhaps those of the customer.
    pub(crate) fn join(&mut self, id: Id, kind: Kind, choices: &Choices) {
        if self.participants.iter().any(|present| present.id == id) {
            return;
        }
        let newcomer = self.participants.len();
        self.participants.push(Participant {
            id,
            kind,
            settings: self.settings,
            idle: false,
            timer: None,
        });
        let ran = self.phase == Phase::Running;
        if kind != Kind::Supervisor && self.pair_is_connected() {
            self.phase = Phase::Running;
        }
        if self.phase != Phase::Running {
            return;
        }
        let starts_customers =
            kind.attends_customers() && choices.customer_timers == CustomerTimers::FollowTheNewest;
        let followed = self.settings_for_customers(choices);
        for (index, participant) in self.participants.iter_mut().enumerate() {
            let is_customer = participant.kind == Kind::Customer;
            if ran && index != newcomer && !(is_customer && starts_customers) {
                continue;
            }
            if is_customer {
                participant.settings = followed;
            }
            if choices.idleness == Idleness::WhileTimersRun {
                participant.idle = false;
            }
            participant.start(choices.role(participant.kind), self.seen);
        }
    }

    /// Someone leaves. Who comes back later is a newcomer.
    pub(crate) fn leave(&mut self, id: &Id, choices: &Choices) {
        let Some(index) = self.participants.iter().position(|one| one.id == *id) else {
            return;
        };
        let left = self.participants.remove(index);
        let is_enough = match choices.stop {
            Stop::WhenTheLastLeaves => false,
            Stop::WhenAnyLeaves => left.kind.attends_customers(),
        };
        if is_enough || !self.pair_is_connected() {
            self.stop(choices);
        }
    }

    /// Everyone but the customer leaves. What the timers are set to stays, for the new pair (rule 2).
    pub(crate) fn transfer(&mut self, choices: &Choices) {
        self.participants.retain(|one| one.kind == Kind::Customer);
        self.stop(choices);
    }

    /// Everyone leaves, and nobody comes any more.
    pub(crate) fn end(&mut self) {
        self.participants.clear();
        self.phase = Phase::Ended;
    }

    /// The timers stop (rule 4). When they start again they start from the beginning.
    fn stop(&mut self, choices: &Choices) {
        self.phase = Phase::Waiting;
        for participant in &mut self.participants {
            participant.timer = None;
            if choices.idleness == Idleness::WhileTimersRun {
                participant.idle = false;
            }
        }
    }

    /// What was set when the agent or custom participant joined whom the customer's timers follow.
    fn settings_for_customers(&self, choices: &Choices) -> TimerSettings {
        let mut attending = self
            .participants
            .iter()
            .filter(|one| one.kind.attends_customers());
        let followed = match choices.customer_timers {
            CustomerTimers::FollowTheNewest => attending.next_back(),
            CustomerTimers::FollowTheFirst => attending.next(),
        };
        followed.map_or(self.settings, |one| one.settings)
    }
}
