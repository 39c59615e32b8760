//! Random histories of chats.

use chat_timeouts::{
    Activity, AfterAutoDisconnect, Change, Choices, CustomParticipants, CustomerTimers, Idleness,
    Input, Kind, Minutes, Pair, Signal, Silence, Stop, Supervisors, TimerChange, TimerChanges,
};
use proptest::prelude::*;
use proptest::sample::select;

use crate::obvious::{TICK, TICKS_PER_MINUTE};

/// A chat from its first moment on.
#[derive(Clone, Debug)]
pub(crate) struct History {
    pub(crate) choices: Choices,
    /// The first moment, in milliseconds.
    pub(crate) start: i64,
    pub(crate) steps: Vec<Step>,
}

/// What comes next in a chat.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// How many ticks after the step before. None is the same moment.
    pub(crate) gap: u32,
    /// What the chat is told of the time in between.
    pub(crate) pace: Pace,
    /// By how many milliseconds the clock has then gone back.
    pub(crate) back: i64,
    /// What happens.
    pub(crate) input: Input<u8>,
    /// Whether the chat is then stored and brought back.
    pub(crate) restore: bool,
}

/// What a chat is told of the time in which nothing happens.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Pace {
    /// Nothing: it learns it with what happens next.
    Jump,
    /// Each moment at which it wants to be woken.
    Wakes,
    /// A moment each so many milliseconds.
    Every(i64),
}

pub(crate) fn any_history() -> impl Strategy<Value = History> {
    let start = prop_oneof![Just(0), -1_000_000_000_000_i64..2_000_000_000_000];
    // So that many chats are soon in the state in which timers run. What comes first joins first.
    let opening = prop_oneof![
        2 => Just(Vec::new()),
        4 => Just(vec![0, 2]).prop_shuffle(),
        2 => Just(vec![0, 2, 3, 4, 5]).prop_shuffle(),
    ];
    let steps = prop::collection::vec(any_step(), 1..200);
    (any_choices(), start, opening, any_settings(), steps).prop_map(
        |(choices, start, opening, settings, mut steps)| {
            let joins = opening.into_iter().map(|participant| {
                let kind = usual_kind(participant);
                Input::Joined { participant, kind }
            });
            let settings = std::iter::once(Input::Configured(settings));
            let opening = settings.chain(joins).map(|input| {
                let (gap, pace, back, restore) = (0, Pace::Jump, 0, false);
                Step {
                    gap,
                    pace,
                    back,
                    input,
                    restore,
                }
            });
            steps.splice(0..0, opening);
            History {
                choices,
                start,
                steps,
            }
        },
    )
}

fn any_step() -> impl Strategy<Value = Step> {
    let minutes = (1_u32..9).prop_map(|minutes| minutes * TICKS_PER_MINUTE);
    let gap = prop_oneof![25 => Just(0), 45 => minutes, 26 => 1_u32..30, 4 => 30_u32..3_000];
    let pace = prop_oneof![
        Just(Pace::Jump),
        Just(Pace::Wakes),
        (1..5 * TICK).prop_map(Pace::Every)
    ];
    let back = prop_oneof![12 => Just(0), 1 => 1..100 * TICK];
    (gap, pace, back, any_input(), any::<bool>()).prop_map(|(gap, pace, back, input, restore)| {
        Step {
            gap,
            pace,
            back,
            input,
            restore,
        }
    })
}

/// Participants are told by number, and most numbers are of one kind.
fn usual_kind(participant: u8) -> Kind {
    match participant {
        0 | 1 => Kind::Customer,
        2 | 3 => Kind::Agent,
        4 => Kind::CustomParticipant,
        _ => Kind::Supervisor,
    }
}

fn any_input() -> impl Strategy<Value = Input<u8>> {
    let kinds = [
        Kind::Customer,
        Kind::Agent,
        Kind::CustomParticipant,
        Kind::Supervisor,
    ];
    let joined = (0_u8..7, prop::option::weighted(0.1, select(kinds.to_vec()))).prop_map(
        |(participant, kind)| {
            let kind = kind.unwrap_or_else(|| usual_kind(participant));
            Input::Joined { participant, kind }
        },
    );
    let activity = prop_oneof![
        4 => Just(Activity::Message),
        1 => Just(Activity::Attachment),
        1 => Just(Activity::Typing),
        1 => Just(Activity::ReadReceipt),
        1 => Just(Activity::DeliveredReceipt),
    ];
    let active = (0_u8..7, activity).prop_map(|(participant, activity)| Input::Active {
        participant,
        activity,
    });
    prop_oneof![
        100 => active,
        60 => joined,
        15 => (0_u8..7).prop_map(|participant| Input::Left { participant }),
        20 => any_settings().prop_map(Input::Configured),
        3 => Just(Input::Transferred),
        1 => Just(Input::Ended),
    ]
}

fn any_settings() -> impl Strategy<Value = TimerChanges> {
    let minutes = prop_oneof![6 => 2_i64..7, 1 => 2_i64..481];
    let change = prop_oneof![
        1 => Just(Change::Unset),
        4 => minutes.prop_map(|minutes| Change::Set(Minutes::new(minutes).unwrap())),
    ];
    let changes = prop::collection::vec(prop::option::of(change), 4);
    changes.prop_map(|changes| {
        let named = Pair::ALL.into_iter().zip(changes);
        let named = named.filter_map(|(pair, change)| {
            Some(TimerChange {
                pair,
                change: change?,
            })
        });
        TimerChanges::new(named).unwrap()
    })
}

fn any_choices() -> impl Strategy<Value = Choices> {
    let signal = || select(&[Signal::Ignored, Signal::LikeAMessage][..]);
    let signals = (signal(), signal(), signal());
    let timers = (
        select(
            &[
                CustomParticipants::LikeAgents,
                CustomParticipants::WithoutTimers,
            ][..],
        ),
        select(&[Supervisors::LikeAgents, Supervisors::WithoutTimers][..]),
    );
    let several = (
        select(&[Silence::OfEach, Silence::OfTheRole][..]),
        select(&[Stop::WhenTheLastLeaves, Stop::WhenAnyLeaves][..]),
        select(
            &[
                CustomerTimers::FollowTheNewest,
                CustomerTimers::FollowTheFirst,
            ][..],
        ),
    );
    let ends = (
        select(&[Idleness::UntilAMessage, Idleness::WhileTimersRun][..]),
        prop_oneof![4 => Just(AfterAutoDisconnect::StaysOpen), 1 => Just(AfterAutoDisconnect::Ends)],
    );
    (signals, timers, several, ends).prop_map(|(signals, timers, several, ends)| Choices {
        typing: signals.0,
        read_receipts: signals.1,
        delivered_receipts: signals.2,
        custom_participants: timers.0,
        supervisors: timers.1,
        silence: several.0,
        stop: several.1,
        customer_timers: several.2,
        idleness: ends.0,
        after_auto_disconnect: ends.1,
    })
}
