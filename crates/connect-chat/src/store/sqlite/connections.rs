//! The statements of connections.

use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Row, query};

use super::chats;
use crate::connection::{Bearer, ConnectionToken, NewConnection, SocketTicket};
use crate::ids::{ContactId, InstanceId};
use crate::moment::Moment;
use crate::participant::{Participant, ParticipantState};
use crate::store::StoreError;

/// Inserts a connection, and deletes those whose tokens have ended, which nothing needs any more.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    participant: &Participant,
    new: &NewConnection,
) -> Result<(), sqlx::Error> {
    query("DELETE FROM connections WHERE token_expires_ms <= ?")
        .bind(new.at.as_millis())
        .execute(&mut *connection)
        .await?;
    let statement = "INSERT INTO connections (token, participant_id, token_expires_ms, ticket, ticket_expires_ms) \
         VALUES (?, ?, ?, ?, ?)";
    query(statement)
        .bind(new.token.secret())
        .bind(participant.id.as_str())
        .bind(new.token_expires.as_millis())
        .bind(new.ticket.secret())
        .bind(new.ticket_expires.as_millis())
        .execute(connection)
        .await?;
    Ok(())
}

/// Who calls, by what chat, and by which call it has left if it has.
pub(super) struct Caller {
    pub(super) participant: Participant,
    pub(super) chat: ContactId,
    pub(super) leave_token: Option<String>,
}

impl Caller {
    /// The caller, if it has not left.
    pub(super) fn taking_part(self) -> Result<Self, StoreError> {
        match self.participant.state {
            ParticipantState::Created | ParticipantState::Connected => Ok(self),
            ParticipantState::Left => Err(StoreError::ParticipantLeft(self.participant.id)),
        }
    }
}

/// The participant whose token this is, whatever its state.
pub(super) async fn caller(
    connection: &mut SqliteConnection,
    bearer: &Bearer,
) -> Result<Caller, StoreError> {
    let statement = "SELECT participants.*, connections.token_expires_ms AS expires_ms FROM connections \
         JOIN participants ON participants.id = connections.participant_id WHERE connections.token = ?";
    let row = query(statement)
        .bind(bearer.token.secret())
        .fetch_optional(connection)
        .await?;
    read(row, bearer.at)
}

/// The instance of the chat for which a token was given out.
pub(super) async fn instance(
    connection: &mut SqliteConnection,
    token: &ConnectionToken,
) -> Result<Option<InstanceId>, StoreError> {
    let statement = "SELECT contacts.instance_id FROM connections \
         JOIN participants ON participants.id = connections.participant_id \
         JOIN contacts ON contacts.id = participants.chat_id WHERE connections.token = ?";
    let row = query(statement)
        .bind(token.secret())
        .fetch_optional(connection)
        .await?;
    row.map(|row| Ok(row.try_get::<String, _>("instance_id")?.parse()?))
        .transpose()
}

/// The participant whose ticket this is, if it takes part.
pub(super) async fn caller_by_ticket(
    connection: &mut SqliteConnection,
    ticket: &SocketTicket,
    at: Moment,
) -> Result<Caller, StoreError> {
    let statement = "SELECT participants.*, connections.ticket_expires_ms AS expires_ms FROM connections \
         JOIN participants ON participants.id = connections.participant_id WHERE connections.ticket = ?";
    let row = query(statement)
        .bind(ticket.secret())
        .fetch_optional(connection)
        .await?;
    read(row, at)?.taking_part()
}

fn read(row: Option<SqliteRow>, at: Moment) -> Result<Caller, StoreError> {
    let row = row.ok_or(StoreError::ParticipantNotFound)?;
    let expires: i64 = row.try_get("expires_ms")?;
    if expires <= at.as_millis() {
        return Err(StoreError::TokenExpired);
    }
    Ok(Caller {
        participant: chats::read(&row)?,
        chat: row.try_get::<String, _>("chat_id")?.into(),
        leave_token: row.try_get("leave_token")?,
    })
}

/// Remembers by which call a participant has left.
pub(super) async fn left(
    connection: &mut SqliteConnection,
    participant: &Participant,
    token: &str,
) -> Result<(), sqlx::Error> {
    query("UPDATE participants SET leave_token = ? WHERE id = ?")
        .bind(token)
        .bind(participant.id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}
