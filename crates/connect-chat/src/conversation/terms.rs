//! What the call that started a chat has laid down for all of it, however often it is transferred.

use std::time::Duration;

use crate::contact::{Channel, StartContact};
use crate::item::Format;
use crate::moment::Moment;

/// What the call that started a chat has laid down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// When the chat is over at the latest, by its own clock.
    pub ends: Option<Moment>,
    /// What messages may be. \[ours\] If the call names no content types, all of them: no default is documented.
    pub formats: Vec<Format>,
}

impl Terms {
    /// The terms of a contact that is started now. `most` is how long it may last if the call does not say.
    #[must_use]
    pub fn of(start: &StartContact, most: Option<Duration>, now: Moment) -> Self {
        let asked = start.chat_duration_minutes;
        let asked = asked.map(|minutes| Duration::from_secs(60 * u64::from(minutes)));
        Self {
            ends: asked
                .or(most)
                .map(|duration| now.after(duration))
                .filter(|_| start.channel == Channel::Chat),
            formats: Self::formats(&start.supported_content_types),
        }
    }

    /// Those of these content types that a participant can send, and all if there are none. There are others, which
    /// flows alone send.
    #[must_use]
    pub fn formats(content_types: &[String]) -> Vec<Format> {
        let mut formats = Format::ALL.to_vec();
        if !content_types.is_empty() {
            formats.retain(|format| {
                content_types
                    .iter()
                    .any(|name| name == format.content_type())
            });
        }
        formats
    }
}
