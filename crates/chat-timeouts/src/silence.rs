//! What comes of silence, and what ends it.

use std::mem;

use crate::{Activity, Choices, Event, Kind, Phase, RunningTimer, Silence, State, Timer, What};

impl<Id: Clone + Eq> State<Id> {
    /// The timer that runs out next, and the place of the participant for whom it runs.
    pub(crate) fn next_timer(&self) -> Option<(usize, RunningTimer)> {
        let running = self.participants.iter().enumerate();
        // Of several that are equal, the first is taken: that of the participant who joined first.
        running
            .filter_map(|(index, one)| Some((index, one.kind, one.timer?)))
            .min_by_key(|(_, kind, next)| (next.due, next.timer, *kind != Kind::Customer))
            .map(|(index, _, next)| (index, next))
    }

    /// The timer of this participant runs out.
    pub(crate) fn run_out(
        &mut self,
        index: usize,
        next: RunningTimer,
        choices: &Choices,
    ) -> Event<Id> {
        let one = &mut self.participants[index];
        let participant = one.id.clone();
        // Whatever comes of it, this one no longer runs: so the timers that are due become fewer each time.
        one.timer = None;
        let what = match next.timer {
            Timer::Idle => {
                one.becomes_idle(choices.role(one.kind), next.due);
                What::Idle
            }
            Timer::AutoDisconnect => {
                let removed = self.ids(|kind| kind != Kind::Customer);
                self.transfer(choices);
                What::AutoDisconnected { removed }
            }
        };
        Event {
            at: next.due,
            participant,
            what,
            shown_to: self.ids(|_| true),
        }
    }

    /// A participant shows a sign of life. If it counts, the participant's timers start from the beginning,
    /// and one who was idle no longer is (rule 6).
    pub(crate) fn speak(
        &mut self,
        id: &Id,
        activity: Activity,
        choices: &Choices,
    ) -> Vec<Event<Id>> {
        let Some(speaker) = self.participants.iter().find(|one| one.id == *id) else {
            return Vec::new();
        };
        if !choices.counts(activity) {
            return Vec::new();
        }
        let role = choices.role(speaker.kind);
        let shown_to = self.ids(|_| true);
        let mut events = Vec::new();
        for one in &mut self.participants {
            let speaks = match choices.silence {
                Silence::OfEach => one.id == *id,
                Silence::OfTheRole => choices.role(one.kind) == role,
            };
            if !speaks {
                continue;
            }
            if mem::take(&mut one.idle) {
                events.push(Event {
                    at: self.seen,
                    participant: one.id.clone(),
                    what: What::Returned,
                    shown_to: shown_to.clone(),
                });
            }
            if self.phase == Phase::Running {
                one.start(role, self.seen);
            }
        }
        events
    }

    /// The participants of these kinds, in the order of joining.
    fn ids(&self, kinds: impl Fn(Kind) -> bool) -> Vec<Id> {
        let these = self.participants.iter().filter(|one| kinds(one.kind));
        these.map(|one| one.id.clone()).collect()
    }
}
