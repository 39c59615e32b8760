//! The statements, and what becomes of a row. Every statement of the store is in this file.

use std::collections::BTreeMap;

use chat_timeouts::{Minutes, Pair, Role, Timer, TimerSettings};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Row, query};

use crate::contact::{Channel, Contact, ContactState, Customer};
use crate::ids::{ContactId, InstanceId};
use crate::moment::Moment;
use crate::store::StoreError;

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

pub(super) async fn contact(
    connection: &mut SqliteConnection,
    instance: &InstanceId,
    contact: &ContactId,
) -> Result<Option<Contact>, StoreError> {
    query("SELECT * FROM contacts WHERE id = ? AND instance_id = ?")
        .bind(contact.as_str())
        .bind(instance.as_str())
        .fetch_optional(connection)
        .await?
        .map(|row| read(&row, instance))
        .transpose()
}

/// The contact that a call with this token has started, and what that call asked for.
pub(super) async fn contact_by_token(
    connection: &mut SqliteConnection,
    instance: &InstanceId,
    token: &str,
) -> Result<Option<(Contact, String)>, StoreError> {
    query("SELECT * FROM contacts WHERE instance_id = ? AND client_token = ?")
        .bind(instance.as_str())
        .bind(token)
        .fetch_optional(connection)
        .await?
        .map(|row| Ok((read(&row, instance)?, row.try_get("start_parameters")?)))
        .transpose()
}

/// Inserts a contact that has just been started: active, and with no timer set.
pub(super) async fn insert_contact(
    connection: &mut SqliteConnection,
    contact: &Contact,
    parameters: &str,
) -> Result<(), StoreError> {
    let statement = "INSERT INTO contacts (id, instance_id, channel, contact_flow_id, initiated_ms, \
         updated_ms, customer_participant_id, customer_participant_token, customer_display_name, \
         customer_id, related_contact_id, continued_from_contact_id, attributes, tags, segment_attributes, client_token, \
         start_parameters) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    query(statement)
        .bind(contact.id.as_str())
        .bind(contact.instance.as_str())
        .bind(contact.channel.as_str())
        .bind(&contact.contact_flow_id)
        .bind(contact.initiated.as_millis())
        .bind(contact.updated.as_millis())
        .bind(contact.customer.participant.as_str())
        .bind(contact.customer.token.secret())
        .bind(&contact.customer.display_name)
        .bind(contact.customer.customer_id.as_deref())
        .bind(contact.related.as_ref().map(ContactId::as_str))
        .bind(contact.continued_from.as_ref().map(ContactId::as_str))
        .bind(map_text(&contact.attributes)?)
        .bind(map_text(&contact.tags)?)
        .bind(contact.segment_attributes.as_deref())
        .bind(contact.client_token.as_deref())
        .bind(parameters)
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn end_contact(
    connection: &mut SqliteConnection,
    contact: &ContactId,
    now: Moment,
) -> Result<(), sqlx::Error> {
    query("UPDATE contacts SET ended_ms = ?1, updated_ms = ?1 WHERE id = ?2")
        .bind(now.as_millis())
        .bind(contact.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn update_timers(
    connection: &mut SqliteConnection,
    contact: &ContactId,
    timers: TimerSettings,
    now: Moment,
) -> Result<(), sqlx::Error> {
    let statement = "UPDATE contacts SET customer_idle_minutes = ?, \
         customer_auto_disconnect_minutes = ?, agent_idle_minutes = ?, \
         agent_auto_disconnect_minutes = ?, updated_ms = ? WHERE id = ?";
    // The columns stand in the order of `Pair::ALL`.
    let mut query = query(statement);
    for pair in Pair::ALL {
        query = query.bind(timers.get(pair).map(|minutes| i64::from(minutes.get())));
    }
    query
        .bind(now.as_millis())
        .bind(contact.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

fn read(row: &SqliteRow, instance: &InstanceId) -> Result<Contact, StoreError> {
    let text = |column| row.try_get::<String, _>(column);
    let maybe = |column| row.try_get::<Option<String>, _>(column);
    let moment = |column| row.try_get(column).map(Moment::from_millis);
    let ended: Option<i64> = row.try_get("ended_ms")?;
    Ok(Contact {
        id: text("id")?.into(),
        instance: instance.clone(),
        channel: channel(&text("channel")?)?,
        contact_flow_id: text("contact_flow_id")?,
        initiated: moment("initiated_ms")?,
        updated: moment("updated_ms")?,
        state: ended.map_or(ContactState::Active, |millis| ContactState::Ended {
            at: Moment::from_millis(millis),
        }),
        customer: Customer {
            participant: text("customer_participant_id")?.into(),
            token: text("customer_participant_token")?.into(),
            display_name: text("customer_display_name")?,
            customer_id: maybe("customer_id")?,
        },
        related: maybe("related_contact_id")?.map(ContactId::from),
        continued_from: maybe("continued_from_contact_id")?.map(ContactId::from),
        attributes: read_map(&text("attributes")?)?,
        tags: read_map(&text("tags")?)?,
        segment_attributes: maybe("segment_attributes")?,
        timers: timers(row)?,
        client_token: maybe("client_token")?,
    })
}

fn channel(name: &str) -> Result<Channel, StoreError> {
    let known = Channel::ALL
        .into_iter()
        .find(|channel| channel.as_str() == name);
    known.ok_or_else(|| StoreError::unavailable(format!("{name:?} is stored as a channel")))
}

fn timers(row: &SqliteRow) -> Result<TimerSettings, StoreError> {
    let mut timers = TimerSettings::default();
    for pair in Pair::ALL {
        let column = match (pair.role, pair.timer) {
            (Role::Customer, Timer::Idle) => "customer_idle_minutes",
            (Role::Customer, Timer::AutoDisconnect) => "customer_auto_disconnect_minutes",
            (Role::Agent, Timer::Idle) => "agent_idle_minutes",
            (Role::Agent, Timer::AutoDisconnect) => "agent_auto_disconnect_minutes",
        };
        if let Some(minutes) = row.try_get::<Option<i64>, _>(column)? {
            timers.set(
                pair,
                Minutes::new(minutes).map_err(StoreError::unavailable)?,
            );
        }
    }
    Ok(timers)
}

fn map_text(map: &BTreeMap<String, String>) -> Result<String, StoreError> {
    serde_json::to_string(map).map_err(StoreError::unavailable)
}

fn read_map(text: &str) -> Result<BTreeMap<String, String>, StoreError> {
    serde_json::from_str(text).map_err(StoreError::unavailable)
}
