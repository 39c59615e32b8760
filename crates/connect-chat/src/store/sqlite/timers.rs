//! What the timers remember, as a JSON text: `chat-timeouts` knows no format, so its state is mirrored here.

use chat_timeouts::{
    Chat, Choices, Kind, Minutes, Moment, Pair, Participant, Phase, RunningTimer, State, Timer,
    TimerSettings,
};
use serde::{Deserialize, Serialize};

use crate::ids::ParticipantId;
use crate::store::StoreError;

/// The minutes of the four timers, in the order of [`Pair::ALL`].
type Settings = [Option<i64>; 4];

#[derive(Serialize, Deserialize)]
struct Stored {
    settings: Settings,
    /// Milliseconds; null for a chat that has not been told the time.
    seen: Option<i64>,
    phase: StoredPhase,
    participants: Vec<StoredParticipant>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredPhase {
    Waiting,
    Running,
    Ended,
}

#[derive(Serialize, Deserialize)]
struct StoredParticipant {
    id: String,
    kind: StoredKind,
    settings: Settings,
    idle: bool,
    timer: Option<StoredTimer>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredKind {
    Customer,
    Agent,
    CustomParticipant,
    Supervisor,
}

/// What runs out, and when, in milliseconds.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredTimer {
    Idle(i64),
    AutoDisconnect(i64),
}

/// The text of these timers.
pub(super) fn write(chat: &Chat<ParticipantId>) -> Result<String, StoreError> {
    let state = chat.state();
    let stored = Stored {
        settings: write_settings(state.settings),
        seen: (state.seen != Moment::MIN).then_some(state.seen.as_millis()),
        phase: match state.phase {
            Phase::Waiting => StoredPhase::Waiting,
            Phase::Running => StoredPhase::Running,
            Phase::Ended => StoredPhase::Ended,
        },
        participants: state.participants.iter().map(write_participant).collect(),
    };
    serde_json::to_string(&stored).map_err(StoreError::unavailable)
}

/// The timers of this text, which go on by these choices.
pub(super) fn read(text: &str, choices: Choices) -> Result<Chat<ParticipantId>, StoreError> {
    let stored: Stored = serde_json::from_str(text).map_err(StoreError::unavailable)?;
    let participants = stored.participants.into_iter().map(read_participant);
    let state = State {
        settings: read_settings(stored.settings)?,
        seen: stored.seen.map_or(Moment::MIN, Moment::from_millis),
        phase: match stored.phase {
            StoredPhase::Waiting => Phase::Waiting,
            StoredPhase::Running => Phase::Running,
            StoredPhase::Ended => Phase::Ended,
        },
        participants: participants.collect::<Result<_, _>>()?,
    };
    Chat::restore(choices, state).map_err(StoreError::unavailable)
}

fn write_settings(settings: TimerSettings) -> Settings {
    Pair::ALL.map(|pair| settings.get(pair).map(|minutes| i64::from(minutes.get())))
}

fn read_settings(stored: Settings) -> Result<TimerSettings, StoreError> {
    let mut settings = TimerSettings::default();
    for (pair, minutes) in Pair::ALL.into_iter().zip(stored) {
        if let Some(minutes) = minutes {
            settings.set(
                pair,
                Minutes::new(minutes).map_err(StoreError::unavailable)?,
            );
        }
    }
    Ok(settings)
}

fn write_participant(participant: &Participant<ParticipantId>) -> StoredParticipant {
    StoredParticipant {
        id: participant.id.as_str().to_owned(),
        kind: match participant.kind {
            Kind::Customer => StoredKind::Customer,
            Kind::Agent => StoredKind::Agent,
            Kind::CustomParticipant => StoredKind::CustomParticipant,
            Kind::Supervisor => StoredKind::Supervisor,
        },
        settings: write_settings(participant.settings),
        idle: participant.idle,
        timer: participant.timer.map(|RunningTimer { timer, due }| {
            let due = due.as_millis();
            match timer {
                Timer::Idle => StoredTimer::Idle(due),
                Timer::AutoDisconnect => StoredTimer::AutoDisconnect(due),
            }
        }),
    }
}

fn read_participant(stored: StoredParticipant) -> Result<Participant<ParticipantId>, StoreError> {
    Ok(Participant {
        id: stored.id.into(),
        kind: match stored.kind {
            StoredKind::Customer => Kind::Customer,
            StoredKind::Agent => Kind::Agent,
            StoredKind::CustomParticipant => Kind::CustomParticipant,
            StoredKind::Supervisor => Kind::Supervisor,
        },
        settings: read_settings(stored.settings)?,
        idle: stored.idle,
        timer: stored.timer.map(|timer| {
            let (timer, due) = match timer {
                StoredTimer::Idle(due) => (Timer::Idle, due),
                StoredTimer::AutoDisconnect(due) => (Timer::AutoDisconnect, due),
            };
            RunningTimer {
                timer,
                due: Moment::from_millis(due),
            }
        }),
    })
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use chat_timeouts::{Change, Input, TimerChange, TimerChanges};

    use super::*;

    #[test]
    fn every_state_comes_back_as_it_was() -> Result<(), Box<dyn Error>> {
        let choices = Choices::default();
        let mut chat = Chat::new(choices);
        let mut minute = 0;
        let mut states = 0;
        let mut check = |chat: &Chat<ParticipantId>| -> Result<(), StoreError> {
            states += 1;
            assert_eq!(&read(&write(chat)?, choices)?, chat);
            Ok(())
        };
        check(&chat)?;
        let set = |minutes| -> Result<TimerChange, Box<dyn Error>> {
            let change = Change::Set(Minutes::new(minutes)?);
            Ok(TimerChange {
                pair: Pair::ALL[(minutes % 4) as usize],
                change,
            })
        };
        let changes = TimerChanges::new([set(480)?, set(5)?, set(2)?, set(7)?])?;
        let mut inputs = vec![Input::Configured(changes)];
        for kind in [
            Kind::Customer,
            Kind::Agent,
            Kind::CustomParticipant,
            Kind::Supervisor,
        ] {
            let participant = ParticipantId::fresh();
            inputs.push(Input::Joined { participant, kind });
        }
        inputs.push(Input::Ended);
        for input in inputs {
            minute += 1;
            let _ = chat.handle(input, Moment::from_millis(minute * 60_000));
            check(&chat)?;
        }
        assert_eq!(states, 7);
        Ok(())
    }

    #[test]
    fn what_no_chat_can_be_in_is_refused() {
        for text in [
            "",
            "{}",
            r#"{"settings":[1,null,null,null],"seen":null,"phase":"waiting","participants":[]}"#,
            r#"{"settings":[null,null,null,null],"seen":null,"phase":"running","participants":[]}"#,
        ] {
            let read = read(text, Choices::default());
            assert!(matches!(read, Err(StoreError::Unavailable(_))), "{text}");
        }
    }
}
