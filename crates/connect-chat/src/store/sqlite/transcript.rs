//! The statements that read a transcript.

use std::collections::BTreeMap;

use sqlx::sqlite::SqliteConnection;
use sqlx::{Row, query, query_scalar};

use super::{items, rows};
use crate::ids::ContactId;
use crate::item::{ItemKind, message_of};
use crate::moment::Moment;
use crate::store::StoreError;
use crate::talk::{Direction, Page, Receipt, Start, Window};

/// The places and times within which to read, both ends included.
struct Bounds {
    places: (i64, i64),
    times: (i64, i64),
}

/// Reads one item more than is asked for, to know whether there is more.
pub(super) async fn read(
    connection: &mut SqliteConnection,
    chat: &ContactId,
    window: &Window,
) -> Result<Page, StoreError> {
    if let Some(contact) = &window.contact {
        let named = rows::current_contact(connection, contact).await?;
        if named.is_none_or(|named| named.initial != *chat) {
            return Err(StoreError::ContactNotFound(contact.clone()));
        }
    }
    let Bounds { places, times } = bounds(connection, chat, window).await?;
    let statement = match window.direction {
        Direction::Forward => {
            "SELECT * FROM items WHERE chat_id = ?1 AND kept = 1 AND (?2 IS NULL OR contact_id = ?2) \
             AND place BETWEEN ?3 AND ?4 AND at_ms BETWEEN ?5 AND ?6 ORDER BY place LIMIT ?7"
        }
        Direction::Backward => {
            "SELECT * FROM items WHERE chat_id = ?1 AND kept = 1 AND (?2 IS NULL OR contact_id = ?2) \
             AND place BETWEEN ?3 AND ?4 AND at_ms BETWEEN ?5 AND ?6 ORDER BY place DESC LIMIT ?7"
        }
    };
    let most = usize::try_from(window.most).unwrap_or(usize::MAX);
    let mut found = query(statement)
        .bind(chat.as_str())
        .bind(window.contact.as_ref().map(ContactId::as_str))
        .bind(places.0)
        .bind(places.1)
        .bind(times.0)
        .bind(times.1)
        .bind(i64::from(window.most) + 1)
        .fetch_all(&mut *connection)
        .await?;
    let is_more = found.len() > most;
    found.truncate(most);
    let next = match found.last() {
        Some(last) if is_more => Some(last.try_get("place")?),
        _ => None,
    };
    if window.direction == Direction::Backward {
        found.reverse();
    }
    let first = found.first().map(|row| row.try_get("place")).transpose()?;
    Ok(Page {
        chat: chat.clone(),
        items: items::read_all(connection, found).await?,
        receipts: match first {
            Some(first) => receipts(connection, chat, first).await?,
            None => BTreeMap::new(),
        },
        next,
    })
}

/// The receipts of messages that come after this place, which receipts of later messages do as well.
async fn receipts(
    connection: &mut SqliteConnection,
    chat: &ContactId,
    after: i64,
) -> Result<BTreeMap<String, Vec<Receipt>>, StoreError> {
    let statement = "SELECT * FROM items WHERE chat_id = ? AND place > ? AND content_type IN (?, ?) ORDER BY place";
    let told = query(statement)
        .bind(chat.as_str())
        .bind(after)
        .bind(ItemKind::Delivered.content_type())
        .bind(ItemKind::Read.content_type())
        .fetch_all(connection)
        .await?;
    let mut receipts = BTreeMap::<String, Vec<Receipt>>::new();
    for row in told {
        let item = items::read(&row)?;
        let message = item
            .content
            .as_ref()
            .and_then(|said| message_of(said.text()));
        let (Some(message), Some(by)) = (message, item.by) else {
            continue;
        };
        let of_message = receipts.entry(message).or_default();
        let known = of_message.iter().position(|one| one.by == by.participant);
        let known = known.unwrap_or_else(|| {
            of_message.push(Receipt {
                by: by.participant,
                delivered: None,
                read: None,
            });
            of_message.len() - 1
        });
        let receipt = &mut of_message[known];
        match item.kind {
            ItemKind::Read => receipt.read.get_or_insert(item.at),
            _ => receipt.delivered.get_or_insert(item.at),
        };
    }
    Ok(receipts)
}

async fn bounds(
    connection: &mut SqliteConnection,
    chat: &ContactId,
    window: &Window,
) -> Result<Bounds, StoreError> {
    let everything = (i64::MIN, i64::MAX);
    let nothing = (i64::MAX, i64::MIN);
    let from = |place| match window.direction {
        Direction::Forward => (place, i64::MAX),
        Direction::Backward => (i64::MIN, place),
    };
    let beyond = |place: i64| match window.direction {
        Direction::Forward => (place.saturating_add(1), i64::MAX),
        Direction::Backward => (i64::MIN, place.saturating_sub(1)),
    };
    let (places, times) = match &window.start {
        Start::End => (everything, everything),
        Start::At(moment) => (everything, from(Moment::as_millis(*moment))),
        Start::Beyond(place) => (beyond(*place), everything),
        Start::Item(id) => {
            let place = query_scalar("SELECT place FROM items WHERE id = ? AND chat_id = ?")
                .bind(id)
                .bind(chat.as_str())
                .fetch_optional(connection)
                .await?;
            let place = place.ok_or_else(|| StoreError::ItemNotFound(id.clone()))?;
            (from(place), everything)
        }
        Start::MostRecent(count) => {
            // With fewer items than that, the first one; of none, there is nothing in either direction.
            let statement = "SELECT min(place) FROM (SELECT place FROM items WHERE chat_id = ?1 AND kept = 1 \
                 AND (?2 IS NULL OR contact_id = ?2) ORDER BY place DESC LIMIT ?3)";
            let place: Option<i64> = query_scalar(statement)
                .bind(chat.as_str())
                .bind(window.contact.as_ref().map(ContactId::as_str))
                .bind(count)
                .fetch_one(connection)
                .await?;
            (place.map_or(nothing, from), everything)
        }
    };
    Ok(Bounds { places, times })
}
