//! What is due, and letting it run out.

use sqlx::sqlite::SqliteConnection;
use sqlx::{Row, query};

use super::writer::Changed;
use super::{SqliteStore, chats, recorded};
use crate::ids::ContactId;
use crate::item::Item;
use crate::moment::Moment;
use crate::store::StoreError;

pub(super) async fn next_due(
    connection: &mut SqliteConnection,
) -> Result<Option<Moment>, sqlx::Error> {
    let row = query("SELECT min(wake_ms) AS wake_ms FROM chats WHERE wake_ms IS NOT NULL")
        .fetch_one(connection)
        .await?;
    let wake: Option<i64> = row.try_get("wake_ms")?;
    Ok(wake.map(Moment::from_millis))
}

pub(super) async fn due(
    connection: &mut SqliteConnection,
    now: Moment,
    most: u32,
) -> Result<Vec<ContactId>, sqlx::Error> {
    let rows = query("SELECT id FROM chats WHERE wake_ms <= ? ORDER BY wake_ms, id LIMIT ?")
        .bind(now.as_millis())
        .bind(most)
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| row.try_get::<String, _>("id").map(ContactId::from))
        .collect()
}

impl SqliteStore {
    /// The change succeeds also for a chat that cannot be read, because that one is set aside by it. The answer to the
    /// caller says which it was.
    pub(super) async fn advanced(
        &self,
        connection: &mut SqliteConnection,
        chat: &ContactId,
        now: Moment,
    ) -> Result<Changed<Result<Vec<Item>, StoreError>>, StoreError> {
        let mut conversation = match self.chat(connection, chat).await {
            Ok(conversation) => conversation,
            // It would fail at every turn of whoever asks what is due.
            Err(error) if is_damage(&error) => {
                set_aside(connection, chat).await?;
                return Ok(Changed::quietly(Err(error)));
            }
            Err(error) => return Err(error),
        };
        conversation.advance(now);
        chats::save(connection, &conversation, None).await?;
        let Changed {
            answer,
            recorded,
            wake,
        } = recorded(conversation);
        Ok(Changed {
            answer: Ok(answer),
            recorded,
            wake,
        })
    }
}

/// Whether a chat cannot be read because of what is stored of it, and not because the store fails.
fn is_damage(error: &StoreError) -> bool {
    let StoreError::Unavailable(source) = error else {
        return true;
    };
    match source.downcast_ref() {
        None | Some(sqlx::Error::RowNotFound | sqlx::Error::ColumnDecode { .. }) => true,
        Some(_) => false,
    }
}

/// A chat is not due any more, until a change of it can be made again.
async fn set_aside(connection: &mut SqliteConnection, chat: &ContactId) -> Result<(), sqlx::Error> {
    query("UPDATE chats SET wake_ms = NULL WHERE id = ?")
        .bind(chat.as_str())
        .execute(connection)
        .await?;
    Ok(())
}
