//! The changes that connected participants make.

use sqlx::sqlite::SqliteConnection;

use super::connections::Caller;
use super::writer::Changed;
use super::{SqliteStore, changed, chats, connections, files, items, recorded};
use crate::connection::{Bearer, NewConnection};
use crate::contact::named;
use crate::ids::ParticipantToken;
use crate::item::{Item, ItemKind};
use crate::moment::Moment;
use crate::participant::{Participant, ParticipantState};
use crate::store::StoreError;
use crate::talk::Said;

impl SqliteStore {
    pub(super) async fn connected(
        &self,
        connection: &mut SqliteConnection,
        token: &ParticipantToken,
        new: &NewConnection,
        now: Moment,
    ) -> Result<Changed<Participant>, StoreError> {
        let found = chats::participant_by_token(connection, token).await?;
        let (participant, _) = found.ok_or(StoreError::ParticipantNotFound)?;
        if participant.state == ParticipantState::Left {
            return Err(StoreError::ParticipantLeft(participant.id));
        }
        if participant.token_expires.is_some_and(|end| end <= new.at) {
            return Err(StoreError::TokenExpired);
        }
        connections::insert(connection, &participant, new).await?;
        if !new.connects {
            return Ok(Changed::quietly(participant));
        }
        let chat = chats::of_participant(connection, &participant.id).await?;
        let chat = chat.ok_or(StoreError::ParticipantNotFound)?;
        let mut conversation = self.chat(connection, &chat).await?;
        conversation.connect(&participant.id, now)?;
        chats::save(connection, &conversation, None).await?;
        Ok(changed(participant, conversation))
    }

    pub(super) async fn said(
        &self,
        connection: &mut SqliteConnection,
        bearer: &Bearer,
        mut said: Said,
        now: Moment,
    ) -> Result<Changed<Item>, StoreError> {
        let caller = connections::caller(connection, bearer).await?;
        let Caller {
            participant, chat, ..
        } = caller.taking_part()?;
        let token = named(said.client_token.take());
        if let Some(token) = &token {
            let kind = said.kind.item_type();
            let earlier = items::by_token(connection, &participant.id, kind, token).await?;
            if let Some(earlier) = earlier {
                return Ok(Changed::quietly(earlier));
            }
        }
        if said.kind == ItemKind::Attachment {
            let id = said.about.take().unwrap_or_default();
            said.attachment = Some(files::complete(connection, &participant.id, &id).await?);
        }
        if let Some(about) = &said.about
            && !items::is_message(connection, &chat, about).await?
        {
            return Err(StoreError::ItemNotFound(about.clone()));
        }
        let mut conversation = self.chat(connection, &chat).await?;
        let item = conversation.say(&participant.id, said, now)?;
        chats::save(connection, &conversation, None).await?;
        if let Some(token) = token {
            items::name(connection, &item.id, &token).await?;
        }
        Ok(changed(item, conversation))
    }

    pub(super) async fn left(
        &self,
        connection: &mut SqliteConnection,
        bearer: &Bearer,
        token: Option<&str>,
        now: Moment,
    ) -> Result<Changed<Vec<Item>>, StoreError> {
        let caller = connections::caller(connection, bearer).await?;
        let token = named(token);
        let is_repeated = token.is_some() && caller.leave_token.as_deref() == token;
        if is_repeated && caller.participant.state == ParticipantState::Left {
            return Ok(Changed::quietly(Vec::new()));
        }
        let Caller {
            participant, chat, ..
        } = caller.taking_part()?;
        let mut conversation = self.chat(connection, &chat).await?;
        conversation.disconnect(&participant.id, now)?;
        chats::save(connection, &conversation, None).await?;
        if let Some(token) = token {
            connections::left(connection, &participant, token).await?;
        }
        Ok(recorded(conversation))
    }
}
