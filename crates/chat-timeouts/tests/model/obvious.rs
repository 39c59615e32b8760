//! The rules as slowly and plainly as they can be told: a list of people, and for each how many ticks of a
//! clock it has been silent. Nothing is ever computed ahead, no tick is skipped, and of the crate only the
//! names of things are used.

use chat_timeouts::{
    Activity, AfterAutoDisconnect, Change, Choices, CustomParticipants, CustomerTimers, Event,
    Idleness, Input, Kind, Moment, Role, Signal, Silence, Stop, Supervisors, Timer, TimerChanges,
    What,
};

/// A tick is a third of a minute, so that things also happen between whole minutes.
pub(crate) const TICKS_PER_MINUTE: u32 = 3;

/// Milliseconds in a tick.
pub(crate) const TICK: i64 = 20_000;

/// Ticks of the four timers.
#[derive(Clone, Copy, Default)]
struct Lengths {
    customer_idle: Option<u32>,
    customer_auto: Option<u32>,
    agent_idle: Option<u32>,
    agent_auto: Option<u32>,
}

/// Someone in the chat.
struct Person {
    id: u8,
    kind: Kind,
    /// What was set when this person joined.
    at_joining: Lengths,
    /// What holds for this person: ticks of silence until idle, and from then on until the auto-disconnect.
    idle_after: Option<u32>,
    auto_after: Option<u32>,
    /// Ticks of silence, while timers run.
    silent: u32,
    is_idle: bool,
}

/// A chat.
pub(crate) struct Obvious {
    choices: Choices,
    /// The moment at tick 0.
    start: i64,
    pub(crate) tick: i64,
    lengths: Lengths,
    people: Vec<Person>,
    runs: bool,
    over: bool,
}

impl Obvious {
    pub(crate) fn new(choices: Choices, start: i64) -> Self {
        let lengths = Lengths::default();
        Self {
            choices,
            start,
            tick: 0,
            lengths,
            people: Vec::new(),
            runs: false,
            over: false,
        }
    }

    /// The clock ticks.
    pub(crate) fn ticks(&mut self, events: &mut Vec<Event<u8>>) {
        self.tick += 1;
        if !self.runs {
            return;
        }
        for person in &mut self.people {
            person.silent += 1;
        }
        // The customers before the others.
        let mut order: Vec<usize> = (0..self.people.len()).collect();
        order.sort_by_key(|&place| match self.people[place].kind {
            Kind::Customer => 1,
            Kind::Agent | Kind::CustomParticipant | Kind::Supervisor => 2,
        });
        for &place in &order {
            if Some(self.people[place].silent) == self.people[place].idle_after {
                self.people[place].is_idle = true;
                events.push(self.event(self.people[place].id, What::Idle));
            }
        }
        for &place in &order {
            let person = &self.people[place];
            let Some(auto_after) = person.auto_after else {
                continue;
            };
            // Rule 5: the sum of both, or the one alone.
            if person.silent != person.idle_after.unwrap_or(0) + auto_after {
                continue;
            }
            let cause = person.id;
            let mut removed = Vec::new();
            for person in &self.people {
                if person.kind != Kind::Customer {
                    removed.push(person.id);
                }
            }
            self.people.retain(|person| !removed.contains(&person.id));
            self.stop();
            events.push(self.event(cause, What::AutoDisconnected { removed }));
            if self.choices.after_auto_disconnect == AfterAutoDisconnect::Ends {
                self.happens(&Input::Ended, events);
            }
            return;
        }
    }

    /// Something happens, after the tick.
    pub(crate) fn happens(&mut self, input: &Input<u8>, events: &mut Vec<Event<u8>>) {
        if self.over {
            return;
        }
        match input {
            Input::Configured(changes) => self.configured(changes),
            Input::Joined { participant, kind } => self.joined(*participant, *kind),
            Input::Left { participant } => self.left(*participant),
            Input::Active {
                participant,
                activity,
            } => {
                let mut ids: Vec<u8> = self.people.iter().map(|person| person.id).collect();
                ids.retain(|id| self.speaks_with(*participant, *id));
                if self.is_activity(*activity) {
                    for id in ids {
                        self.speaks(id, events);
                    }
                }
            }
            Input::Transferred => {
                for id in 0..=u8::MAX {
                    if self
                        .person(id)
                        .is_some_and(|person| person.kind != Kind::Customer)
                    {
                        self.left(id);
                    }
                }
            }
            Input::Ended => {
                self.people = Vec::new();
                self.runs = false;
                self.over = true;
            }
        }
    }

    fn configured(&mut self, changes: &TimerChanges) {
        for change in changes.iter() {
            let ticks = match change.change {
                Change::Set(minutes) => Some(u32::from(minutes.get()) * TICKS_PER_MINUTE),
                Change::Unset => None,
            };
            match (change.pair.role, change.pair.timer) {
                (Role::Customer, Timer::Idle) => self.lengths.customer_idle = ticks,
                (Role::Customer, Timer::AutoDisconnect) => self.lengths.customer_auto = ticks,
                (Role::Agent, Timer::Idle) => self.lengths.agent_idle = ticks,
                (Role::Agent, Timer::AutoDisconnect) => self.lengths.agent_auto = ticks,
            }
        }
    }

    fn joined(&mut self, id: u8, kind: Kind) {
        if self.person(id).is_some() {
            return;
        }
        self.people.push(Person {
            id,
            kind,
            at_joining: self.lengths,
            idle_after: None,
            auto_after: None,
            silent: 0,
            is_idle: false,
        });
        if self.runs {
            self.begins(id);
            let newest = self.choices.customer_timers == CustomerTimers::FollowTheNewest;
            if newest && (kind == Kind::Agent || kind == Kind::CustomParticipant) {
                self.customers_begin();
            }
        } else if self.has_pair() && kind != Kind::Supervisor {
            self.runs = true;
            let ids: Vec<u8> = self.people.iter().map(|person| person.id).collect();
            for id in ids {
                self.begins(id);
            }
        }
    }

    fn customers_begin(&mut self) {
        for id in 0..=u8::MAX {
            if self
                .person(id)
                .is_some_and(|person| person.kind == Kind::Customer)
            {
                self.begins(id);
            }
        }
    }

    /// The timers of one begin to run.
    fn begins(&mut self, id: u8) {
        let mut followed = None;
        for person in &self.people {
            if person.kind == Kind::Agent || person.kind == Kind::CustomParticipant {
                match (self.choices.customer_timers, followed) {
                    (CustomerTimers::FollowTheFirst, Some(_)) => {}
                    _ => followed = Some(person.at_joining),
                }
            }
        }
        let choices = self.choices;
        for person in &mut self.people {
            if person.id != id {
                continue;
            }
            let own = person.at_joining;
            let like_agents = (own.agent_idle, own.agent_auto);
            let none = (None, None);
            (person.idle_after, person.auto_after) = match person.kind {
                Kind::Customer => followed.map_or(none, |it| (it.customer_idle, it.customer_auto)),
                Kind::Agent => like_agents,
                Kind::CustomParticipant
                    if choices.custom_participants == CustomParticipants::LikeAgents =>
                {
                    like_agents
                }
                Kind::Supervisor if choices.supervisors == Supervisors::LikeAgents => like_agents,
                Kind::CustomParticipant | Kind::Supervisor => none,
            };
            person.silent = 0;
            if choices.idleness == Idleness::WhileTimersRun {
                person.is_idle = false;
            }
        }
    }

    fn left(&mut self, id: u8) {
        let Some(kind) = self.person(id).map(|person| person.kind) else {
            return;
        };
        self.people.retain(|person| person.id != id);
        let attends = kind == Kind::Agent || kind == Kind::CustomParticipant;
        if !self.has_pair() || (attends && self.choices.stop == Stop::WhenAnyLeaves) {
            self.stop();
        }
    }

    fn stop(&mut self) {
        self.runs = false;
        if self.choices.idleness == Idleness::WhileTimersRun {
            for person in &mut self.people {
                person.is_idle = false;
            }
        }
    }

    fn is_activity(&self, activity: Activity) -> bool {
        match activity {
            Activity::Message | Activity::Attachment => true,
            Activity::Typing => self.choices.typing == Signal::LikeAMessage,
            Activity::ReadReceipt => self.choices.read_receipts == Signal::LikeAMessage,
            Activity::DeliveredReceipt => self.choices.delivered_receipts == Signal::LikeAMessage,
        }
    }

    /// Whether the other one speaks when this one does.
    fn speaks_with(&self, id: u8, other: u8) -> bool {
        let (Some(one), Some(two)) = (self.person(id), self.person(other)) else {
            return false;
        };
        id == other
            || (self.choices.silence == Silence::OfTheRole
                && (one.kind == Kind::Customer) == (two.kind == Kind::Customer)
                && self.has_timers(one)
                && self.has_timers(two))
    }

    fn has_timers(&self, person: &Person) -> bool {
        match person.kind {
            Kind::Customer | Kind::Agent => true,
            Kind::CustomParticipant => {
                self.choices.custom_participants == CustomParticipants::LikeAgents
            }
            Kind::Supervisor => self.choices.supervisors == Supervisors::LikeAgents,
        }
    }

    fn speaks(&mut self, id: u8, events: &mut Vec<Event<u8>>) {
        for person in &mut self.people {
            if person.id == id {
                person.silent = 0;
                if person.is_idle {
                    person.is_idle = false;
                    events.push(self.event(id, What::Returned));
                    return;
                }
            }
        }
    }

    fn has_pair(&self) -> bool {
        let has = |kind| self.people.iter().any(|person| person.kind == kind);
        has(Kind::Customer) && (has(Kind::Agent) || has(Kind::CustomParticipant))
    }

    fn person(&self, id: u8) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    fn event(&self, participant: u8, what: What<u8>) -> Event<u8> {
        Event {
            at: Moment::from_millis(self.start + self.tick * TICK),
            participant,
            what,
            shown_to: self.people.iter().map(|person| person.id).collect(),
        }
    }
}
