//! The statements of chats and their participants: a chat is read as a whole, and what a change has made of
//! it is written.

use chat_timeouts::Choices;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Row, query};

use super::{items, rows, timers};
use crate::contact::Contact;
use crate::conversation::{Conversation, Terms};
use crate::ids::{ContactId, ParticipantId, ParticipantToken};
use crate::moment::Moment;
use crate::participant::{Participant, ParticipantRole, ParticipantState};
use crate::store::StoreError;

/// The chat that is in this contact now, or was when it ended.
pub(super) async fn load(
    connection: &mut SqliteConnection,
    contact: Contact,
    choices: Choices,
) -> Result<Conversation, StoreError> {
    let chat = query("SELECT timers, ends_ms, content_types FROM chats WHERE id = ?")
        .bind(contact.initial.as_str())
        .fetch_one(&mut *connection)
        .await?;
    // In the order of being let in.
    let participants =
        query("SELECT * FROM participants WHERE chat_id = ? ORDER BY created_ms, rowid")
            .bind(contact.initial.as_str())
            .fetch_all(connection)
            .await?;
    Ok(Conversation {
        contact,
        participants: participants.iter().map(read).collect::<Result<_, _>>()?,
        timers: timers::read(&chat.try_get::<String, _>("timers")?, choices)?,
        terms: terms(&chat)?,
        recorded: Vec::new(),
        transferred_from: None,
    })
}

/// Writes what a change has made of a chat. `parameters` are those of the call, if it was a transfer, and
/// `token` its token.
pub(super) async fn save(
    connection: &mut SqliteConnection,
    conversation: &Conversation,
    transfer: Option<(&str, Option<&str>)>,
) -> Result<(), StoreError> {
    query("UPDATE chats SET timers = ?, wake_ms = ? WHERE id = ?")
        .bind(timers::write(&conversation.timers)?)
        .bind(conversation.wake().map(Moment::as_millis))
        .bind(conversation.contact.initial.as_str())
        .execute(&mut *connection)
        .await?;
    for participant in &conversation.participants {
        save_participant(connection, &conversation.contact.initial, participant).await?;
    }
    match (&conversation.transferred_from, transfer) {
        (Some(left), Some((parameters, token))) => {
            rows::update_contact(connection, left).await?;
            rows::insert_contact(connection, &conversation.contact, parameters, token).await?;
        }
        _ => rows::update_contact(connection, &conversation.contact).await?,
    }
    for item in &conversation.recorded {
        items::insert(connection, item).await?;
    }
    Ok(())
}

fn terms(chat: &SqliteRow) -> Result<Terms, StoreError> {
    let ends: Option<i64> = chat.try_get("ends_ms")?;
    let content_types: Option<String> = chat.try_get("content_types")?;
    let content_types = content_types.map_or(Ok(Vec::new()), |text| serde_json::from_str(&text));
    Ok(Terms {
        ends: ends.map(Moment::from_millis),
        content_types: content_types.map_err(StoreError::unavailable)?,
    })
}

/// Inserts a chat that has just been started, with its customer.
pub(super) async fn insert(
    connection: &mut SqliteConnection,
    conversation: &Conversation,
) -> Result<(), StoreError> {
    let Terms {
        ends,
        content_types,
    } = &conversation.terms;
    let content_types = match content_types.as_slice() {
        [] => None,
        named => Some(serde_json::to_string(named).map_err(StoreError::unavailable)?),
    };
    let statement =
        "INSERT INTO chats (id, timers, wake_ms, ends_ms, content_types) VALUES (?, ?, ?, ?, ?)";
    query(statement)
        .bind(conversation.contact.initial.as_str())
        .bind(timers::write(&conversation.timers)?)
        .bind(conversation.wake().map(Moment::as_millis))
        .bind(ends.map(Moment::as_millis))
        .bind(content_types)
        .execute(&mut *connection)
        .await?;
    for participant in &conversation.participants {
        save_participant(connection, &conversation.contact.initial, participant).await?;
    }
    Ok(())
}

async fn save_participant(
    connection: &mut SqliteConnection,
    chat: &ContactId,
    participant: &Participant,
) -> Result<(), sqlx::Error> {
    // Only what can change is changed, and only if it has, so that a chat of many costs no more to write.
    let statement = "INSERT INTO participants (id, chat_id, role, display_name, token, token_expires_ms, state, \
         created_ms, connected_ms, left_ms, client_token) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, connected_ms = excluded.connected_ms, \
         left_ms = excluded.left_ms WHERE state <> excluded.state";
    query(statement)
        .bind(participant.id.as_str())
        .bind(chat.as_str())
        .bind(participant.role.as_str())
        .bind(&participant.display_name)
        .bind(participant.token.secret())
        .bind(participant.token_expires.map(Moment::as_millis))
        .bind(participant.state.as_str())
        .bind(participant.created.as_millis())
        .bind(participant.connected.map(Moment::as_millis))
        .bind(participant.left.map(Moment::as_millis))
        .bind(participant.client_token.as_deref())
        .execute(connection)
        .await?;
    Ok(())
}

/// The participant who has this token, and the chat.
pub(super) async fn participant_by_token(
    connection: &mut SqliteConnection,
    token: &ParticipantToken,
) -> Result<Option<(Participant, ContactId)>, StoreError> {
    let row = query("SELECT * FROM participants WHERE token = ?")
        .bind(token.secret())
        .fetch_optional(connection)
        .await?;
    row.map(|row| Ok((read(&row)?, row.try_get::<String, _>("chat_id")?.into())))
        .transpose()
}

/// The chat in which this participant takes part.
pub(super) async fn of_participant(
    connection: &mut SqliteConnection,
    participant: &ParticipantId,
) -> Result<Option<ContactId>, sqlx::Error> {
    let row = query("SELECT chat_id FROM participants WHERE id = ?")
        .bind(participant.as_str())
        .fetch_optional(connection)
        .await?;
    row.map(|row| row.try_get::<String, _>("chat_id").map(ContactId::from))
        .transpose()
}

/// The role of this name.
pub(super) fn role(name: &str) -> Result<ParticipantRole, StoreError> {
    let mut all = ParticipantRole::ALL.into_iter();
    all.find(|role| role.as_str() == name)
        .ok_or_else(|| StoreError::unavailable(format!("{name:?} is stored as a role")))
}

pub(super) fn read(row: &SqliteRow) -> Result<Participant, StoreError> {
    let text = |column| row.try_get::<String, _>(column);
    let moment = |column| -> Result<Option<Moment>, sqlx::Error> {
        let millis: Option<i64> = row.try_get(column)?;
        Ok(millis.map(Moment::from_millis))
    };
    let state = text("state")?;
    let state = ParticipantState::ALL
        .into_iter()
        .find(|known| known.as_str() == state)
        .ok_or_else(|| StoreError::unavailable(format!("{state:?} is stored as a state")))?;
    Ok(Participant {
        id: text("id")?.into(),
        role: role(&text("role")?)?,
        display_name: text("display_name")?,
        token: text("token")?.into(),
        token_expires: moment("token_expires_ms")?,
        state,
        created: Moment::from_millis(row.try_get("created_ms")?),
        connected: moment("connected_ms")?,
        left: moment("left_ms")?,
        client_token: row.try_get("client_token")?,
    })
}
