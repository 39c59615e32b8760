//! One file under several stores: one after the other, and at the same time; and files of other versions.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

mod common;

use std::error::Error;
use std::path::Path;

use common::{LATER, NOW, all_four, chat, chat_with_token, instance, open};
use connect_chat::store::sqlite::{FILE_NAME, OpenError, SqliteStore};
use connect_chat::store::{Instances, Store, StoreError};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection, Row};

/// A connection of our own, past the store.
async fn connection(folder: &Path) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(folder.join(FILE_NAME))
        .connect()
        .await
        .unwrap()
}

async fn execute(folder: &Path, statement: &'static str) {
    let mut connection = connection(folder).await;
    sqlx::query(statement)
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

/// Every migration that the file says it has, with the time when it was made.
async fn migrations(folder: &Path) -> Vec<(i64, String)> {
    let mut connection = connection(folder).await;
    let statement =
        "SELECT version, installed_on FROM _sqlx_migrations WHERE success ORDER BY version";
    let rows = sqlx::query(statement)
        .fetch_all(&mut connection)
        .await
        .unwrap();
    rows.iter()
        .map(|row| (row.get(0), row.get::<String, _>(1)))
        .collect()
}

fn refusal(opened: Result<SqliteStore, OpenError>) -> String {
    let error = opened.err().unwrap();
    format!("{error}: {}", error.source().unwrap())
}

#[tokio::test]
async fn what_was_written_is_there_when_the_store_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    // The folder is made, and the one above it too.
    let place = folder.path().join("a").join("b");
    let store = open(&place).await;
    let chat_one = store
        .start_contact(chat_with_token("t"), NOW)
        .await
        .unwrap();
    let chat_two = store.start_contact(chat(), NOW).await.unwrap();
    store
        .update_timer_settings(instance("i"), chat_one.id.clone(), all_four(30), LATER)
        .await
        .unwrap();
    store
        .stop_contact(instance("i"), chat_two.id.clone(), LATER)
        .await
        .unwrap();
    let before = [
        store.contact(&instance("i"), &chat_one.id).await.unwrap(),
        store.contact(&instance("i"), &chat_two.id).await.unwrap(),
    ];
    store.close().await;

    let store = open(&place).await;
    let after = [
        store.contact(&instance("i"), &chat_one.id).await.unwrap(),
        store.contact(&instance("i"), &chat_two.id).await.unwrap(),
    ];
    assert_eq!(after, before);
    assert_eq!(
        store
            .start_contact(chat_with_token("t"), LATER)
            .await
            .unwrap(),
        before[0]
    );
}

#[tokio::test]
async fn a_new_file_gets_every_migration_and_an_old_one_only_what_it_lacks() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).await.close().await;
    let first = migrations(folder.path()).await;
    assert_eq!(
        first
            .iter()
            .map(|(version, _)| *version)
            .collect::<Vec<_>>(),
        [1, 2, 3, 4, 5]
    );
    open(folder.path()).await.close().await;
    assert_eq!(migrations(folder.path()).await, first);
}

#[tokio::test]
async fn a_file_of_a_later_version_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).await.close().await;
    let later =
        "INSERT INTO _sqlx_migrations VALUES (9000, 'later', CURRENT_TIMESTAMP, TRUE, x'00', 1)";
    execute(folder.path(), later).await;
    let refusal = refusal(SqliteStore::open(folder.path(), Instances::OnDemand).await);
    assert!(
        refusal.starts_with("the database is of a later version, which has its migration 9000"),
        "{refusal}"
    );
    assert_eq!(migrations(folder.path()).await.len(), 6);
}

#[tokio::test]
async fn a_file_with_another_first_migration_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    open(folder.path()).await.close().await;
    execute(
        folder.path(),
        "UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1",
    )
    .await;
    let refusal = refusal(SqliteStore::open(folder.path(), Instances::OnDemand).await);
    assert!(
        refusal.contains("cannot be brought up to date"),
        "{refusal}"
    );
}

#[tokio::test]
async fn what_is_no_database_and_no_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join(FILE_NAME),
        "this is a letter and not a database".repeat(100),
    )
    .unwrap();
    let opened = SqliteStore::open(folder.path(), Instances::OnDemand).await;
    assert!(matches!(opened, Err(OpenError::File(_))), "{opened:?}");

    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let opened = SqliteStore::open(&file.join("below"), Instances::OnDemand).await;
    assert!(
        matches!(&opened, Err(OpenError::Folder(place, _)) if *place == file.join("below")),
        "{opened:?}"
    );
}

#[tokio::test]
async fn two_stores_on_one_file_see_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (open(folder.path()).await, open(folder.path()).await);
    let contact = one.start_contact(chat_with_token("t"), NOW).await.unwrap();
    assert_eq!(
        two.contact(&instance("i"), &contact.id).await.unwrap(),
        contact
    );
    assert_eq!(
        two.start_contact(chat_with_token("t"), LATER)
            .await
            .unwrap(),
        contact
    );
    two.stop_contact(instance("i"), contact.id.clone(), LATER)
        .await
        .unwrap();
    let update = one
        .update_timer_settings(instance("i"), contact.id, all_four(5), LATER)
        .await;
    assert!(matches!(update, Err(StoreError::Ended(_))));
}

#[tokio::test]
async fn two_stores_write_to_one_file_at_once_and_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let stores = [open(folder.path()).await, open(folder.path()).await];
    let calls: Vec<_> = (0..40)
        .map(|n| {
            let store = stores[n % 2].clone();
            // Each token is used twice, once by each store.
            let call = chat_with_token(&format!("token {}", n / 2));
            tokio::spawn(async move { store.start_contact(call, NOW).await.unwrap().id })
        })
        .collect();
    let mut ids = std::collections::BTreeSet::new();
    for call in calls {
        ids.insert(call.await.unwrap());
    }
    assert_eq!(ids.len(), 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_stores_can_make_the_same_file_at_once() {
    for _ in 0..5 {
        let folder = tempfile::tempdir().unwrap();
        let opening: Vec<_> = (0..4)
            .map(|_| {
                let place = folder.path().join("new");
                tokio::spawn(async move { open(&place).await })
            })
            .collect();
        for store in opening {
            store.await.unwrap().close().await;
        }
        assert_eq!(migrations(&folder.path().join("new")).await.len(), 5);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_folder_is_for_this_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("data");
    open(&place).await.close().await;
    assert_eq!(
        std::fs::metadata(&place).unwrap().permissions().mode() & 0o777,
        0o700
    );
}
