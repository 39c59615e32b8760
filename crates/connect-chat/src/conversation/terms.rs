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
    /// What messages may be. \[ours\] Of a call that names no content types, plain text alone: the documentation has
    /// the others "configured" there.
    pub formats: Vec<Format>,
}

impl Terms {
    /// The terms of a contact that is started now. `most` is how long it may last if the call does not say.
    #[must_use]
    pub fn of(start: &StartContact, most: Option<Duration>, now: Moment) -> Self {
        let asked = start.chat_duration_minutes;
        let asked = asked.map(|minutes| Duration::from_secs(60 * u64::from(minutes)));
        let supported = &start.supported_content_types;
        Self {
            ends: asked
                .or(most)
                .map(|duration| now.after(duration))
                .filter(|_| start.channel == Channel::Chat),
            formats: match supported.as_slice() {
                [] => vec![Format::Plain],
                _ => Self::known(supported),
            },
        }
    }

    /// Those of these content types that a participant can send. There are others, which flows alone send.
    #[must_use]
    pub fn known(content_types: &[String]) -> Vec<Format> {
        let mut formats = Format::ALL.to_vec();
        formats.retain(|format| {
            content_types
                .iter()
                .any(|name| name == format.content_type())
        });
        formats
    }
}
