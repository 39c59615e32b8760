//! The statements of instances, contacts and the clock, and what becomes of a row. The files beside this one have each
//! the statements of what they are named after.

use std::collections::BTreeMap;

use chat_timeouts::Choices;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Row, query};

use crate::contact::{Channel, Contact, ContactState, Customer};
use crate::ids::{ContactId, InstanceId};
use crate::moment::Moment;
use crate::store::{StoreError, Times};
use crate::transfer::MOST_TRANSFERS;

use super::timers;

/// Reads the first page of a table.
pub(super) async fn read_something(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    query("SELECT 1 FROM instances LIMIT 1")
        .fetch_optional(connection)
        .await?;
    Ok(())
}

pub(super) async fn instance_exists(
    connection: &mut SqliteConnection,
    instance: &InstanceId,
) -> Result<bool, sqlx::Error> {
    let row = query("SELECT 1 FROM instances WHERE id = ?")
        .bind(instance.as_str())
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}

/// Does nothing if the instance is there already.
pub(super) async fn insert_instance(
    connection: &mut SqliteConnection,
    instance: &InstanceId,
    now: Moment,
) -> Result<(), sqlx::Error> {
    query("INSERT INTO instances (id, created_ms) VALUES (?, ?) ON CONFLICT (id) DO NOTHING")
        .bind(instance.as_str())
        .bind(now.as_millis())
        .execute(connection)
        .await?;
    Ok(())
}

/// Reads contacts with what belongs to their chat.
macro_rules! select_contacts {
    ($rest:literal) => {
        concat!(
            "SELECT contacts.*, chats.timers, customers.id AS customer_participant_id, \
             customers.token AS customer_token, customers.display_name AS customer_display_name \
             FROM contacts JOIN chats ON chats.id = contacts.chat_id \
             JOIN participants AS customers ON customers.chat_id = contacts.chat_id \
             AND customers.role = 'CUSTOMER' ",
            $rest
        )
    };
}

pub(super) async fn contact(
    connection: &mut SqliteConnection,
    instance: &InstanceId,
    contact: &ContactId,
) -> Result<Option<Contact>, StoreError> {
    let statement = select_contacts!("WHERE contacts.id = ? AND contacts.instance_id = ?");
    query(statement)
        .bind(contact.as_str())
        .bind(instance.as_str())
        .fetch_optional(connection)
        .await?
        .map(|row| read(&row))
        .transpose()
}

/// The last contact of the chain to which this one belongs, whatever its instance.
pub(super) async fn current_contact(
    connection: &mut SqliteConnection,
    contact: &ContactId,
) -> Result<Option<Contact>, StoreError> {
    let statement = select_contacts!(
        "WHERE contacts.chat_id = (SELECT chat_id FROM contacts WHERE id = ?) \
         ORDER BY contacts.rowid DESC LIMIT 1"
    );
    query(statement)
        .bind(contact.as_str())
        .fetch_optional(connection)
        .await?
        .map(|row| read(&row))
        .transpose()
}

/// The contact that a call with this token has started, and what that call asked for.
pub(super) async fn contact_by_token(
    connection: &mut SqliteConnection,
    instance: &InstanceId,
    token: &str,
) -> Result<Option<(Contact, String)>, StoreError> {
    let statement =
        select_contacts!("WHERE contacts.instance_id = ? AND contacts.client_token = ?");
    contact_by(statement, connection, instance, token).await
}

/// The contact that a transfer with this token has led to, and what that transfer asked for.
pub(super) async fn contact_by_transfer(
    connection: &mut SqliteConnection,
    instance: &InstanceId,
    token: &str,
) -> Result<Option<(Contact, String)>, StoreError> {
    let statement =
        select_contacts!("WHERE contacts.instance_id = ? AND contacts.transfer_token = ?");
    contact_by(statement, connection, instance, token).await
}

async fn contact_by(
    statement: &'static str,
    connection: &mut SqliteConnection,
    instance: &InstanceId,
    token: &str,
) -> Result<Option<(Contact, String)>, StoreError> {
    query(statement)
        .bind(instance.as_str())
        .bind(token)
        .fetch_optional(connection)
        .await?
        .map(|row| Ok((read(&row)?, row.try_get("parameters")?)))
        .transpose()
}

/// Whether the chat of this contact has been transferred as often as it may be.
pub(super) async fn is_transferred_out(
    connection: &mut SqliteConnection,
    contact: &Contact,
) -> Result<bool, sqlx::Error> {
    let row = query("SELECT count(*) FROM contacts WHERE chat_id = ?")
        .bind(contact.initial.as_str())
        .fetch_one(connection)
        .await?;
    let contacts: i64 = row.try_get(0)?;
    Ok(usize::try_from(contacts).is_ok_and(|contacts| contacts > MOST_TRANSFERS))
}

/// Inserts a contact that has just been made. `parameters` are those of the call that made it, and
/// `transfer_token` the token of a transfer.
pub(super) async fn insert_contact(
    connection: &mut SqliteConnection,
    contact: &Contact,
    parameters: &str,
    transfer_token: Option<&str>,
) -> Result<(), StoreError> {
    let statement = "INSERT INTO contacts (id, instance_id, chat_id, previous_contact_id, channel, contact_flow_id, \
         initiated_ms, updated_ms, customer_id, related_contact_id, continued_from_contact_id, attributes, tags, \
         segment_attributes, client_token, transfer_token, parameters) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    query(statement)
        .bind(contact.id.as_str())
        .bind(contact.instance.as_str())
        .bind(contact.initial.as_str())
        .bind(contact.previous.as_ref().map(ContactId::as_str))
        .bind(contact.channel.as_str())
        .bind(&contact.contact_flow_id)
        .bind(contact.initiated.as_millis())
        .bind(contact.updated.as_millis())
        .bind(contact.customer.customer_id.as_deref())
        .bind(contact.related.as_ref().map(ContactId::as_str))
        .bind(contact.continued_from.as_ref().map(ContactId::as_str))
        .bind(map_text(&contact.attributes)?)
        .bind(map_text(&contact.tags)?)
        .bind(contact.segment_attributes.as_deref())
        .bind(contact.client_token.as_deref())
        .bind(transfer_token)
        .bind(parameters)
        .execute(connection)
        .await?;
    Ok(())
}

/// Writes of a contact what can change.
pub(super) async fn update_contact(
    connection: &mut SqliteConnection,
    contact: &Contact,
) -> Result<(), sqlx::Error> {
    let ended = match contact.state {
        ContactState::Active => None,
        ContactState::Ended { at } => Some(at.as_millis()),
    };
    query("UPDATE contacts SET ended_ms = ?, updated_ms = ? WHERE id = ?")
        .bind(ended)
        .bind(contact.updated.as_millis())
        .bind(contact.id.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn times(connection: &mut SqliteConnection) -> Result<Times, sqlx::Error> {
    let statement = "SELECT (SELECT stood_ms FROM clock) AS stood, max(\
         coalesce((SELECT max(updated_ms) FROM contacts), (SELECT max(at_ms) FROM items)), \
         coalesce((SELECT max(at_ms) FROM items), (SELECT max(updated_ms) FROM contacts))) AS latest";
    let row = query(statement).fetch_one(connection).await?;
    let moment = |column| -> Result<Option<Moment>, sqlx::Error> {
        let millis: Option<i64> = row.try_get(column)?;
        Ok(millis.map(Moment::from_millis))
    };
    Ok(Times {
        stood: moment("stood")?,
        latest: moment("latest")?,
    })
}

pub(super) async fn set_clock(
    connection: &mut SqliteConnection,
    moment: Moment,
) -> Result<(), sqlx::Error> {
    let statement = "INSERT INTO clock (one, stood_ms) VALUES (1, ?) \
         ON CONFLICT (one) DO UPDATE SET stood_ms = excluded.stood_ms";
    query(statement)
        .bind(moment.as_millis())
        .execute(connection)
        .await?;
    Ok(())
}

fn read(row: &SqliteRow) -> Result<Contact, StoreError> {
    let text = |column| row.try_get::<String, _>(column);
    let maybe = |column| row.try_get::<Option<String>, _>(column);
    let moment = |column| row.try_get(column).map(Moment::from_millis);
    let ended: Option<i64> = row.try_get("ended_ms")?;
    // The choices make no difference to what is set.
    let timers = timers::read(&text("timers")?, Choices::default())?;
    Ok(Contact {
        id: text("id")?.into(),
        instance: text("instance_id")?.parse()?,
        initial: text("chat_id")?.into(),
        previous: maybe("previous_contact_id")?.map(ContactId::from),
        channel: channel(&text("channel")?)?,
        contact_flow_id: text("contact_flow_id")?,
        initiated: moment("initiated_ms")?,
        updated: moment("updated_ms")?,
        state: ended.map_or(ContactState::Active, |millis| ContactState::Ended {
            at: Moment::from_millis(millis),
        }),
        customer: Customer {
            participant: text("customer_participant_id")?.into(),
            token: text("customer_token")?.into(),
            display_name: text("customer_display_name")?,
            customer_id: maybe("customer_id")?,
        },
        related: maybe("related_contact_id")?.map(ContactId::from),
        continued_from: maybe("continued_from_contact_id")?.map(ContactId::from),
        attributes: read_map(&text("attributes")?)?,
        tags: read_map(&text("tags")?)?,
        segment_attributes: maybe("segment_attributes")?,
        timers: timers.state().settings,
        client_token: maybe("client_token")?,
    })
}

fn channel(name: &str) -> Result<Channel, StoreError> {
    let known = Channel::ALL
        .into_iter()
        .find(|channel| channel.as_str() == name);
    known.ok_or_else(|| StoreError::unavailable(format!("{name:?} is stored as a channel")))
}

fn map_text(map: &BTreeMap<String, String>) -> Result<String, StoreError> {
    serde_json::to_string(map).map_err(StoreError::unavailable)
}

fn read_map(text: &str) -> Result<BTreeMap<String, String>, StoreError> {
    serde_json::from_str(text).map_err(StoreError::unavailable)
}
