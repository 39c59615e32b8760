//! A store that an earlier version has written is brought up to date, with everything that was in it.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;

use std::borrow::Cow;
use std::path::Path;

use chat_timeouts::Pair;
use common::{LATER, NOW, all_four, instance, minutes, open};
use connect_chat::connection::{Bearer, NewConnection};
use connect_chat::contact::{Channel, Contact, ContactState, Customer};
use connect_chat::ids::ContactId;
use connect_chat::item::{Format, ItemKind};
use connect_chat::moment::Moment;
use connect_chat::participant::{NewParticipant, ParticipantRole};
use connect_chat::store::sqlite::FILE_NAME;
use connect_chat::store::{Store, StoreError};
use connect_chat::talk::Said;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection, SqlSafeStr};

/// A file of the first version, with nothing in it.
async fn first_version(folder: &Path) -> SqliteConnection {
    let mut connection = SqliteConnectOptions::new()
        .filename(folder.join(FILE_NAME))
        .create_if_missing(true)
        .connect()
        .await
        .unwrap();
    let text = include_str!("../migrations/sqlite/0001_contacts.sql").into_sql_str();
    let name = Cow::Borrowed("contacts");
    let migration = Migration::new(1, name, MigrationType::Simple, text, false);
    let migrator = Migrator::with_migrations(vec![migration]);
    migrator.run(&mut connection).await.unwrap();
    connection
}

#[tokio::test]
async fn the_contacts_of_the_first_version_are_chats_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let mut old = first_version(folder.path()).await;
    sqlx::raw_sql(
        "INSERT INTO instances VALUES ('i', 1);
         INSERT INTO contacts VALUES ('open', 'i', 'CHAT', 'flow', 10, 20, NULL, 'p1', 'secret1', 'Ann', 'c-1',
             NULL, NULL, '{\"a\":\"b\"}', '{}', NULL, 7, NULL, NULL, 480, 'token', '{}');
         INSERT INTO contacts VALUES ('over', 'i', 'CHAT', 'flow', 11, 30, 30, 'p2', 'secret2', 'Bob', NULL,
             'open', NULL, '{}', '{\"t\":\"u\"}', '{}', NULL, NULL, NULL, NULL, NULL, '{}');
         INSERT INTO contacts VALUES ('call', 'i', 'VOICE', 'flow', 12, 12, NULL, 'p3', 'secret3', 'Cid', NULL,
             NULL, NULL, '{}', '{}', NULL, NULL, NULL, NULL, NULL, NULL, '{}');
         INSERT INTO contacts VALUES ('short', 'i', 'CHAT', 'flow', 1763825599546, 1763825599546, NULL, 'p4',
             'secret4', 'Dee', NULL, NULL, NULL, '{}', '{}', NULL, NULL, NULL, NULL, NULL, NULL,
             '{\"chat_duration_minutes\":60,\"supported_content_types\":[\"text/plain\"]}');",
    )
    .execute(&mut old)
    .await
    .unwrap();
    old.close().await.unwrap();

    let store = open(folder.path()).await;
    let find = async |id: &str| -> Contact {
        let id = ContactId::from(id.to_owned());
        store.contact(&instance("i"), &id).await.unwrap()
    };
    let chat = find("open").await;
    let customer = Customer {
        participant: "p1".to_owned().into(),
        token: "secret1".to_owned().into(),
        display_name: "Ann".to_owned(),
        customer_id: Some("c-1".to_owned()),
    };
    assert_eq!((&chat.initial, &chat.previous), (&chat.id, &None));
    assert_eq!(
        (chat.channel, chat.state),
        (Channel::Chat, ContactState::Active)
    );
    assert_eq!(
        (chat.initiated.as_millis(), chat.updated.as_millis()),
        (10, 20)
    );
    assert_eq!(chat.customer, customer);
    assert_eq!(chat.attributes["a"], "b");
    assert_eq!(chat.client_token.as_deref(), Some("token"));
    let set = [(Pair::ALL[0], minutes(7)), (Pair::ALL[3], minutes(480))];
    assert_eq!(chat.timers.iter().collect::<Vec<_>>(), set);
    let over = find("over").await;
    assert!(matches!(over.state, ContactState::Ended { at } if at.as_millis() == 30));
    assert_eq!(over.tags["t"], "u");
    assert_eq!(find("call").await.channel, Channel::Voice);
    // What the call that started it asked for comes into force.
    let end = store.next_due().await.unwrap().unwrap();
    assert_eq!(end.since(NOW).as_secs(), 60 * 60);
    for (token, takes_markdown) in [("secret1", true), ("secret4", false)] {
        let at = Moment::now();
        let new = NewConnection::fresh(true, at);
        let token = token.to_owned().into();
        let connected = store.open_connection(token, new.clone(), NOW).await;
        connected.unwrap();
        let said = Said {
            kind: ItemKind::Message(Format::Markdown),
            content: None,
            about: None,
            attachment: None,
            client_token: None,
        };
        let bearer = Bearer {
            token: new.token,
            at,
        };
        let said = store.say(bearer, said, NOW).await;
        assert_eq!(said.is_ok(), takes_markdown, "{said:?}");
    }

    // And it works: an agent comes, the timers run.
    let new = NewParticipant {
        role: ParticipantRole::Agent,
        display_name: "Bea".to_owned(),
        token_expires: None,
        client_token: None,
    };
    let agent = store
        .create_participant(instance("i"), chat.id.clone(), new, NOW)
        .await
        .unwrap();
    store.connect(agent.id, NOW).await.unwrap();
    let due = store.next_due().await.unwrap().unwrap();
    assert_eq!(due.since(NOW).as_secs(), 7 * 60);
    let update = store.update_timer_settings(instance("i"), chat.id, all_four(9), LATER);
    assert_eq!(update.await.unwrap().iter().count(), 4);
    let gone = store.connect("p2".to_owned().into(), NOW).await;
    assert!(matches!(gone, Err(StoreError::Ended(_))));
    let no_chat = store.connect("p3".to_owned().into(), NOW).await;
    assert!(matches!(no_chat, Err(StoreError::NotAChat(_))));
}
