//! A chat that is told a scene, minute by minute, and writes down what it tells.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test crate uses a part of it, and a test stops at the first thing that is not as it should be"
)]

use chat_timeouts::{
    Activity, Change, Chat, Choices, Event, Input, Kind, Minutes, Moment, Pair, Role, Timer,
    TimerChange, TimerChanges, What,
};

pub const CUSTOMER_IDLE: Pair = Pair {
    role: Role::Customer,
    timer: Timer::Idle,
};
pub const CUSTOMER_AUTO: Pair = Pair {
    role: Role::Customer,
    timer: Timer::AutoDisconnect,
};
pub const AGENT_IDLE: Pair = Pair {
    role: Role::Agent,
    timer: Timer::Idle,
};
pub const AGENT_AUTO: Pair = Pair {
    role: Role::Agent,
    timer: Timer::AutoDisconnect,
};

/// Participants are called by what they are and, after a blank, by whatever tells them apart.
pub type Id = &'static str;

pub fn kind(id: Id) -> Kind {
    match id.split(' ').next().unwrap() {
        "customer" => Kind::Customer,
        "agent" => Kind::Agent,
        "bot" => Kind::CustomParticipant,
        "supervisor" => Kind::Supervisor,
        _ => panic!("what is {id}?"),
    }
}

/// The moment this many minutes after the scene began.
pub fn minute(minute: i64) -> Moment {
    Moment::from_millis(minute * 60_000)
}

pub fn set<const N: usize>(pairs: [(Pair, i64); N]) -> TimerChanges {
    TimerChanges::new(pairs.map(|(pair, minutes)| TimerChange {
        pair,
        change: Change::Set(Minutes::new(minutes).unwrap()),
    }))
    .unwrap()
}

/// A scene, with its present minute.
pub struct Scene {
    pub chat: Chat<Id>,
    pub events: Vec<Event<Id>>,
    now: Moment,
}

impl Scene {
    /// A scene in minute 0, whose timers are set as given.
    pub fn new<const N: usize>(pairs: [(Pair, i64); N]) -> Self {
        Self::choosing(Choices::default(), pairs)
    }

    pub fn choosing<const N: usize>(choices: Choices, pairs: [(Pair, i64); N]) -> Self {
        let mut scene = Self {
            chat: Chat::new(choices),
            events: Vec::new(),
            now: minute(0),
        };
        scene.configured(pairs);
        scene
    }

    /// What comes next happens in this minute, before which the chat hears nothing.
    pub fn at(&mut self, now: i64) -> &mut Self {
        self.at_moment(minute(now))
    }

    pub fn at_moment(&mut self, now: Moment) -> &mut Self {
        self.now = now;
        self
    }

    pub fn configured<const N: usize>(&mut self, pairs: [(Pair, i64); N]) -> &mut Self {
        self.told(Input::Configured(set(pairs)))
    }

    pub fn joined(&mut self, participant: Id) -> &mut Self {
        let kind = kind(participant);
        self.told(Input::Joined { participant, kind })
    }

    pub fn left(&mut self, participant: Id) -> &mut Self {
        self.told(Input::Left { participant })
    }

    pub fn message(&mut self, participant: Id) -> &mut Self {
        self.active(participant, Activity::Message)
    }

    pub fn active(&mut self, participant: Id, activity: Activity) -> &mut Self {
        self.told(Input::Active {
            participant,
            activity,
        })
    }

    pub fn told(&mut self, input: Input<Id>) -> &mut Self {
        self.events.extend(self.chat.handle(input, self.now));
        self
    }

    /// The chat hears nothing until this minute. All events since the last call, as `minute participant
    /// what`, an auto-disconnect with those whom it removes.
    pub fn lines(&mut self, end: i64) -> Vec<String> {
        self.at(end);
        self.events.extend(self.chat.advance(self.now));
        self.events.drain(..).map(|event| line(&event)).collect()
    }

    /// The chat hears nothing until this minute, and these are [`Self::lines`].
    #[track_caller]
    pub fn until<const N: usize>(&mut self, end: i64, expected: [&str; N]) -> &mut Self {
        assert_eq!(self.lines(end), expected);
        self
    }

    /// Who is in the chat.
    pub fn present(&self) -> Vec<Id> {
        let participants = &self.chat.state().participants;
        participants.iter().map(|one| one.id).collect()
    }
}

fn line(event: &Event<Id>) -> String {
    let millis = event.at.as_millis();
    let what = match &event.what {
        What::Idle => "idle".to_owned(),
        What::Returned => "returned".to_owned(),
        What::AutoDisconnected { removed } => {
            format!("auto-disconnect of {}", removed.join(", "))
        }
    };
    assert_eq!(millis % 60_000, 0, "this scene speaks in whole minutes");
    format!("{} {} {what}", millis / 60_000, event.participant)
}
