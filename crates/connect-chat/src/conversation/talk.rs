//! What participants say in a chat.

use chat_timeouts::{Activity, Input};

use super::Conversation;
use crate::contact::InitialMessage;
use crate::ids::ParticipantId;
use crate::item::{Author, Format, Item, ItemKind};
use crate::moment::Moment;
use crate::participant::ParticipantState;
use crate::store::StoreError;
use crate::talk::Said;

/// How many may be there for a receipt to be sent, as Amazon Connect documents it.
const MOST_FOR_RECEIPTS: usize = 2;

impl Conversation {
    /// Records what the customer said with the call that started the chat. \[ours\] It stands in the transcript before
    /// anyone has come in, so it is shown to nobody, and it is no sign of life: nothing has begun yet.
    pub fn begin_with(&mut self, message: InitialMessage, now: Moment) {
        let mut formats = Format::ALL.into_iter();
        let format = formats.find(|format| format.content_type() == message.content_type);
        // Whoever starts a chat has been told which content types there are.
        if let Some(format) = format {
            let customer = self.participants.first().map(Author::from);
            let mut item = self.item(ItemKind::Message(format), customer, now, Vec::new());
            item.content = Some(message.content.into());
            self.recorded.push(item);
        }
    }

    /// A participant says something, which everyone who is there is shown, its author included: ChatJS tells of the
    /// events "of any participant". \[ours\] Whoever speaks without being connected is connected by it, because there
    /// is nobody who speaks and is not there; that a connection was acknowledged is shown to nobody.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotAChat`]; [`StoreError::Ended`]; [`StoreError::ParticipantLeft`];
    /// [`StoreError::TooManyForReceipts`]; [`StoreError::ContentTypeNotSupported`].
    pub fn say(&mut self, id: &ParticipantId, said: Said, now: Moment) -> Result<Item, StoreError> {
        self.connect(id, now)?;
        let now = self.time(now);
        if let ItemKind::Message(format) = said.kind
            && !self.terms.take(format)
        {
            return Err(StoreError::ContentTypeNotSupported(format));
        }
        let shown_to = match said.kind {
            ItemKind::ConnectionAcknowledged => Vec::new(),
            _ => self.ids(|one| one.state == ParticipantState::Connected),
        };
        if matches!(said.kind, ItemKind::Delivered | ItemKind::Read)
            && shown_to.len() > MOST_FOR_RECEIPTS
        {
            return Err(StoreError::TooManyForReceipts(self.contact.id.clone()));
        }
        let author = self.find(id).map(Author::from);
        let mut item = self.item(said.kind, author, now, shown_to);
        item.content = said.content;
        item.attachment = said.attachment;
        self.recorded.push(item.clone());
        if let Some(activity) = activity(said.kind) {
            self.sign_of_life(id, activity, now);
        }
        Ok(item)
    }

    /// A participant shows a sign of life. If it is not connected, nothing happens.
    ///
    /// # Errors
    ///
    /// [`StoreError::Ended`]; [`StoreError::ParticipantLeft`].
    pub fn active(
        &mut self,
        id: &ParticipantId,
        activity: Activity,
        now: Moment,
    ) -> Result<(), StoreError> {
        let now = self.open(now)?;
        self.taking_part(id)?;
        self.sign_of_life(id, activity, now);
        Ok(())
    }

    fn sign_of_life(&mut self, id: &ParticipantId, activity: Activity, now: Moment) {
        let participant = id.clone();
        let active = Input::Active {
            participant,
            activity,
        };
        self.tell(active, now);
    }
}

/// What sign of life it is to say this.
fn activity(kind: ItemKind) -> Option<Activity> {
    match kind {
        ItemKind::Message(_) => Some(Activity::Message),
        ItemKind::Attachment => Some(Activity::Attachment),
        ItemKind::Typing => Some(Activity::Typing),
        ItemKind::Delivered => Some(Activity::DeliveredReceipt),
        ItemKind::Read => Some(Activity::ReadReceipt),
        _ => None,
    }
}
