//! The statements of attachments. Only [`get`] reads a file itself: the others name the columns that they need, so that
//! nobody carries megabytes about to see how many there are.

use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Row, query, query_scalar};

use super::connections::{self, Caller};
use crate::attachment::{Attachment, FileLink, MOST, NewAttachment};
use crate::connection::{Bearer, FileTicket};
use crate::ids::{ContactId, ParticipantId};
use crate::moment::Moment;
use crate::store::StoreError;

/// Announces a file, or finds what an earlier call has announced.
pub(super) async fn announce(
    connection: &mut SqliteConnection,
    bearer: &Bearer,
    new: NewAttachment,
) -> Result<NewAttachment, StoreError> {
    let caller = connections::caller(connection, bearer).await?;
    let Caller {
        participant, chat, ..
    } = caller.taking_part()?;
    let statement = "SELECT id, name, media_type, size, ticket, ticket_expires_ms FROM attachments \
         WHERE participant_id = ? AND client_token = ?";
    let earlier = query(statement)
        .bind(participant.id.as_str())
        .bind(&new.client_token)
        .fetch_optional(&mut *connection)
        .await?;
    if let Some(row) = earlier {
        return Ok(NewAttachment {
            attachment: read(&row)?,
            ticket: row.try_get::<String, _>("ticket")?.into(),
            expires: Moment::from_millis(row.try_get("ticket_expires_ms")?),
            ..new
        });
    }
    let count: i64 = query_scalar("SELECT count(*) FROM attachments WHERE chat_id = ?")
        .bind(chat.as_str())
        .fetch_one(&mut *connection)
        .await?;
    if count >= MOST {
        return Err(StoreError::TooManyAttachments(chat));
    }
    let statement = "INSERT INTO attachments (id, chat_id, participant_id, name, media_type, size, client_token, \
         ticket, ticket_expires_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    query(statement)
        .bind(&new.attachment.id)
        .bind(chat.as_str())
        .bind(participant.id.as_str())
        .bind(&new.attachment.name)
        .bind(&new.attachment.media_type)
        .bind(new.attachment.size)
        .bind(&new.client_token)
        .bind(new.ticket.secret())
        .bind(new.expires.as_millis())
        .execute(connection)
        .await?;
    Ok(new)
}

/// The file that is to be sent to this address.
pub(super) async fn expected(
    connection: &mut SqliteConnection,
    ticket: &FileTicket,
    at: Moment,
) -> Result<Attachment, StoreError> {
    let statement = "SELECT id, name, media_type, size, ticket_expires_ms AS expires_ms FROM attachments \
         WHERE ticket = ? AND completed = 0";
    read(&by_ticket(connection, statement, ticket, at).await?)
}

/// The one row that this statement finds by a ticket, which is good until its `expires_ms`.
async fn by_ticket(
    connection: &mut SqliteConnection,
    statement: &'static str,
    ticket: &FileTicket,
    at: Moment,
) -> Result<SqliteRow, StoreError> {
    let row = query(statement)
        .bind(ticket.secret())
        .fetch_optional(connection)
        .await?;
    let row = row.ok_or(StoreError::FileNotFound)?;
    if row.try_get::<i64, _>("expires_ms")? <= at.as_millis() {
        return Err(StoreError::TokenExpired);
    }
    Ok(row)
}

/// Keeps the bytes of a file that was announced, and replaces those that were sent before.
pub(super) async fn put(
    connection: &mut SqliteConnection,
    ticket: &FileTicket,
    bytes: &[u8],
    at: Moment,
) -> Result<(), StoreError> {
    let Attachment { id, size, .. } = expected(connection, ticket, at).await?;
    if i64::try_from(bytes.len()).ok() != Some(size) {
        return Err(StoreError::FileOfOtherSize(id));
    }
    query("UPDATE attachments SET file = ? WHERE id = ?")
        .bind(bytes)
        .bind(&id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes a file that was sent a part of the chat.
pub(super) async fn complete(
    connection: &mut SqliteConnection,
    participant: &ParticipantId,
    id: &str,
) -> Result<Attachment, StoreError> {
    let statement = "SELECT id, name, media_type, size, completed, file IS NULL AS is_missing FROM attachments \
         WHERE id = ? AND participant_id = ?";
    let row = query(statement)
        .bind(id)
        .bind(participant.as_str())
        .fetch_optional(&mut *connection)
        .await?;
    let row = row.ok_or_else(|| StoreError::ItemNotFound(id.to_owned()))?;
    if row.try_get("completed")? || row.try_get("is_missing")? {
        return Err(StoreError::AttachmentNotReady(id.to_owned()));
    }
    query("UPDATE attachments SET completed = 1 WHERE id = ?")
        .bind(id)
        .execute(connection)
        .await?;
    read(&row)
}

/// Makes an address from which the caller may read a file of its chat, and deletes those that have ended.
pub(super) async fn link(
    connection: &mut SqliteConnection,
    bearer: &Bearer,
    link: &FileLink,
) -> Result<Attachment, StoreError> {
    let caller = connections::caller(connection, bearer).await?;
    let chat: ContactId = caller.taking_part()?.chat;
    let statement = "SELECT id, name, media_type, size FROM attachments \
         WHERE id = ? AND chat_id = ? AND completed = 1";
    let row = query(statement)
        .bind(&link.attachment)
        .bind(chat.as_str())
        .fetch_optional(&mut *connection)
        .await?;
    let row = row.ok_or_else(|| StoreError::ItemNotFound(link.attachment.clone()))?;
    query("DELETE FROM file_links WHERE expires_ms <= ?")
        .bind(bearer.at.as_millis())
        .execute(&mut *connection)
        .await?;
    query("INSERT INTO file_links (ticket, attachment_id, expires_ms) VALUES (?, ?, ?)")
        .bind(link.ticket.secret())
        .bind(&link.attachment)
        .bind(link.expires.as_millis())
        .execute(connection)
        .await?;
    read(&row)
}

/// The file to which an address leads.
pub(super) async fn get(
    connection: &mut SqliteConnection,
    ticket: &FileTicket,
    at: Moment,
) -> Result<(Attachment, Vec<u8>), StoreError> {
    let statement = "SELECT id, name, media_type, size, file, expires_ms FROM file_links \
         JOIN attachments ON attachments.id = file_links.attachment_id WHERE file_links.ticket = ?";
    let row = by_ticket(connection, statement, ticket, at).await?;
    Ok((read(&row)?, row.try_get("file")?))
}

fn read(row: &SqliteRow) -> Result<Attachment, StoreError> {
    Ok(Attachment {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        media_type: row.try_get("media_type")?,
        size: row.try_get("size")?,
    })
}
