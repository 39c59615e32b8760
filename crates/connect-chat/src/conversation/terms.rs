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
    /// What messages may be. \[ours\] Without any, all of them: no default is documented.
    pub content_types: Vec<String>,
}

impl Terms {
    /// The terms of a contact that is started now. `most` is how long it may last if the call does not say.
    #[must_use]
    pub fn of(start: &StartContact, most: Option<Duration>, now: Moment) -> Self {
        let asked = start.chat_duration_minutes;
        let asked = asked.map(|minutes| Duration::from_secs(60 * u64::from(minutes)));
        let duration = asked.or(most).filter(|_| start.channel == Channel::Chat);
        Self {
            ends: duration.map(|duration| now.after(duration)),
            content_types: start.supported_content_types.clone(),
        }
    }

    /// Whether a message may be in this format.
    #[must_use]
    pub fn take(&self, format: Format) -> bool {
        let mut named = self.content_types.iter();
        self.content_types.is_empty() || named.any(|name| name == format.content_type())
    }
}
