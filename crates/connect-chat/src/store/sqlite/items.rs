//! The statements of the record: what happened, who is to be shown it, and which flows are to be told.

use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Row, query};

use super::chats;
use crate::ids::{ContactId, ParticipantId};
use crate::item::{Author, Content, Item, ItemId, ItemKind, Showing};
use crate::moment::Moment;
use crate::participant::ParticipantRole;
use crate::store::StoreError;

pub(super) async fn insert(
    connection: &mut SqliteConnection,
    item: &Item,
) -> Result<(), StoreError> {
    let statement = "INSERT INTO items (id, chat_id, contact_id, at_ms, type, content_type, content, kept, participant_id, \
         participant_role, display_name) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let by = item.by.as_ref();
    // An attachment stands in the place of a text.
    let content = match &item.attachment {
        Some(file) => Some(serde_json::to_string(file).map_err(StoreError::unavailable)?),
        None => item.content.as_ref().map(|said| said.text().to_owned()),
    };
    let inserted = query(statement)
        .bind(item.id.as_str())
        .bind(item.chat.as_str())
        .bind(item.contact.as_str())
        .bind(item.at.as_millis())
        .bind(item.kind.item_type())
        .bind(item.kind.content_type())
        .bind(content)
        .bind(item.kind.is_kept())
        .bind(by.map(|by| by.participant.as_str()))
        .bind(by.map(|by| by.role.as_str()))
        .bind(by.map(|by| by.display_name.as_str()))
        .execute(&mut *connection)
        .await?;
    let place = inserted.last_insert_rowid();
    for showing in &item.shown_to {
        query("INSERT INTO showings (participant_id, item, shown) VALUES (?, ?, ?)")
            .bind(showing.participant.as_str())
            .bind(place)
            .bind(showing.shown || item.kind.is_passing())
            .execute(&mut *connection)
            .await?;
    }
    if item.kind == ItemKind::AutoDisconnected {
        query("INSERT INTO flows (item) VALUES (?)")
            .bind(place)
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// Remembers by which call an item was said.
pub(super) async fn name(
    connection: &mut SqliteConnection,
    item: &ItemId,
    token: &str,
) -> Result<(), sqlx::Error> {
    query("UPDATE items SET client_token = ? WHERE id = ?")
        .bind(token)
        .bind(item.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// What a participant has said by the call with this token.
pub(super) async fn by_token(
    connection: &mut SqliteConnection,
    participant: &ParticipantId,
    item_type: &str,
    token: &str,
) -> Result<Option<Item>, StoreError> {
    let statement =
        "SELECT * FROM items WHERE participant_id = ? AND type = ? AND client_token = ?";
    let row = query(statement)
        .bind(participant.as_str())
        .bind(item_type)
        .bind(token)
        .fetch_optional(connection)
        .await?;
    row.map(|row| read(&row)).transpose()
}

/// Whether the chat has a message of this id.
pub(super) async fn is_message(
    connection: &mut SqliteConnection,
    chat: &ContactId,
    id: &str,
) -> Result<bool, sqlx::Error> {
    let row = query("SELECT 1 FROM items WHERE id = ? AND chat_id = ? AND type = 'MESSAGE'")
        .bind(id)
        .bind(chat.as_str())
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}

/// The agent who has come into this contact last, and when. A chat that is transferred at the moment at which an agent
/// comes leaves no doubt, because the record says in which contact that was.
pub(super) async fn agent(
    connection: &mut SqliteConnection,
    contact: &ContactId,
) -> Result<Option<(ParticipantId, Moment)>, sqlx::Error> {
    let statement = "SELECT participant_id, at_ms FROM items WHERE chat_id = (SELECT chat_id FROM contacts WHERE id = ?1) \
         AND contact_id = ?1 AND content_type = ?2 AND participant_role = ?3 ORDER BY place DESC LIMIT 1";
    let row = query(statement)
        .bind(contact.as_str())
        .bind(ItemKind::Joined.content_type())
        .bind(ParticipantRole::Agent.as_str())
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        let participant: String = row.try_get("participant_id")?;
        Ok((
            participant.into(),
            Moment::from_millis(row.try_get("at_ms")?),
        ))
    })
    .transpose()
}

pub(super) async fn of_chat(
    connection: &mut SqliteConnection,
    chat: &ContactId,
) -> Result<Vec<Item>, StoreError> {
    let rows = query("SELECT * FROM items WHERE chat_id = ? ORDER BY place")
        .bind(chat.as_str())
        .fetch_all(&mut *connection)
        .await?;
    read_all(connection, rows).await
}

pub(super) async fn to_be_shown(
    connection: &mut SqliteConnection,
    participant: &ParticipantId,
) -> Result<Vec<Item>, StoreError> {
    let statement = "SELECT items.* FROM showings JOIN items ON items.place = showings.item \
         WHERE showings.participant_id = ? AND showings.shown = 0 ORDER BY place";
    let rows = query(statement)
        .bind(participant.as_str())
        .fetch_all(&mut *connection)
        .await?;
    read_all(connection, rows).await
}

pub(super) async fn shown(
    connection: &mut SqliteConnection,
    participant: &ParticipantId,
    item: &ItemId,
) -> Result<(), sqlx::Error> {
    let statement = "UPDATE showings SET shown = 1 WHERE participant_id = ? AND shown = 0 \
         AND item = (SELECT place FROM items WHERE id = ?)";
    query(statement)
        .bind(participant.as_str())
        .bind(item.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn flows(connection: &mut SqliteConnection) -> Result<Vec<Item>, StoreError> {
    let statement =
        "SELECT items.* FROM flows JOIN items ON items.place = flows.item ORDER BY place";
    let rows = query(statement).fetch_all(&mut *connection).await?;
    read_all(connection, rows).await
}

pub(super) async fn flow_told(
    connection: &mut SqliteConnection,
    item: &ItemId,
) -> Result<(), sqlx::Error> {
    query("DELETE FROM flows WHERE item = (SELECT place FROM items WHERE id = ?)")
        .bind(item.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn read_all(
    connection: &mut SqliteConnection,
    rows: Vec<SqliteRow>,
) -> Result<Vec<Item>, StoreError> {
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let mut item = read(&row)?;
        let statement =
            "SELECT participant_id, shown FROM showings WHERE item = ? ORDER BY participant_id";
        let showings = query(statement)
            .bind(row.try_get::<i64, _>("place")?)
            .fetch_all(&mut *connection)
            .await?;
        for showing in showings {
            item.shown_to.push(Showing {
                participant: showing.try_get::<String, _>("participant_id")?.into(),
                shown: showing.try_get("shown")?,
            });
        }
        items.push(item);
    }
    Ok(items)
}

pub(super) fn read(row: &SqliteRow) -> Result<Item, StoreError> {
    let text = |column| row.try_get::<String, _>(column);
    let maybe = |column| row.try_get::<Option<String>, _>(column);
    let content_type = text("content_type")?;
    let kind = ItemKind::ALL
        .into_iter()
        .find(|kind| kind.content_type() == content_type)
        .ok_or_else(|| {
            StoreError::unavailable(format!("{content_type:?} is stored as a content type"))
        })?;
    let by = match maybe("participant_id")? {
        None => None,
        Some(participant) => Some(Author {
            participant: participant.into(),
            role: chats::role(&text("participant_role")?)?,
            display_name: text("display_name")?,
        }),
    };
    let content = maybe("content")?;
    let (content, attachment) = match (kind, content) {
        (ItemKind::Attachment, Some(file)) => {
            let file = serde_json::from_str(&file).map_err(StoreError::unavailable)?;
            (None, Some(file))
        }
        (_, content) => (content.map(Content::from), None),
    };
    Ok(Item {
        id: text("id")?.into(),
        chat: text("chat_id")?.into(),
        contact: text("contact_id")?.into(),
        at: Moment::from_millis(row.try_get("at_ms")?),
        kind,
        content,
        attachment,
        by,
        shown_to: Vec::new(),
    })
}
