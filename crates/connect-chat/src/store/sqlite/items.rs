//! The statements of the record: what happened, who is to be shown it, and which flows are to be told.

use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Row, query};

use super::chats;
use crate::ids::{ContactId, ParticipantId};
use crate::item::{Author, Item, ItemId, ItemKind, Showing};
use crate::moment::Moment;
use crate::store::StoreError;

pub(super) async fn insert(
    connection: &mut SqliteConnection,
    item: &Item,
) -> Result<(), sqlx::Error> {
    let statement = "INSERT INTO items (id, chat_id, contact_id, at_ms, type, content_type, kept, participant_id, \
         participant_role, display_name) VALUES (?, ?, ?, ?, 'EVENT', ?, ?, ?, ?, ?)";
    let by = item.by.as_ref();
    let inserted = query(statement)
        .bind(item.id.as_str())
        .bind(item.chat.as_str())
        .bind(item.contact.as_str())
        .bind(item.at.as_millis())
        .bind(item.kind.content_type())
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
            .bind(showing.shown)
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

async fn read_all(
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

fn read(row: &SqliteRow) -> Result<Item, StoreError> {
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
    Ok(Item {
        id: text("id")?.into(),
        chat: text("chat_id")?.into(),
        contact: text("contact_id")?.into(),
        at: Moment::from_millis(row.try_get("at_ms")?),
        kind,
        by,
        shown_to: Vec::new(),
    })
}
