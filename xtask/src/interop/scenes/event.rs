//! The events that a chat tells of by itself, by the names that Amazon Connect has for them.

use std::time::SystemTime;

/// Something that participants see without anyone having said it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    /// The end of its content type.
    pub(super) kind: &'static str,
    /// Whose doing it is, by name; nobody's if it is the chat's own.
    pub(super) by: Option<&'static str>,
    /// When it happened by the chat's clock; now, if nothing is said of it.
    pub(super) at: Option<SystemTime>,
}

impl Event {
    const fn of(kind: &'static str, by: Option<&'static str>) -> Self {
        Self { kind, by, at: None }
    }

    /// It happened at this time.
    pub(super) fn at(self, time: SystemTime) -> Self {
        Self {
            at: Some(time),
            ..self
        }
    }
}

/// This one's idle timer has run out.
pub(super) const fn idle(name: &'static str) -> Event {
    Event::of("participant.idle", Some(name))
}

/// This one was idle, and has said something.
pub(super) const fn returned(name: &'static str) -> Event {
    Event::of("participant.returned", Some(name))
}

/// Everyone but the customer is removed, because this one stays silent.
pub(super) const fn auto_disconnected(name: &'static str) -> Event {
    Event::of("participant.autodisconnection", Some(name))
}

/// This one has left, or was removed.
pub(super) const fn left(name: &'static str) -> Event {
    Event::of("participant.left", Some(name))
}

/// The chat is over.
pub(super) const fn chat_ended() -> Event {
    Event::of("chat.ended", None)
}
