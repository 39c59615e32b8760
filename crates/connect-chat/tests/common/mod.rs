//! What the tests share: the store here, the API in [`api`], requests as bytes in [`wire`], a store that only
//! notes what it is asked in [`clerk`], the program as a process in [`program`], chats on a store in [`scene`],
//! a service in the test's own process in [`embedded`], and a chat as its clients see it in [`party`].

#![allow(dead_code, reason = "each test program uses a part of this")]

use std::path::Path;
use std::sync::Arc;

use chat_timeouts::{Change, Minutes, Pair, TimerChange, TimerChanges, TimerSettings};
use connect_chat::contact::StartContact;
use connect_chat::ids::{ContactId, InstanceId};
use connect_chat::moment::Moment;
use connect_chat::store::sqlite::SqliteStore;
use connect_chat::store::{Instances, Store};
use tempfile::TempDir;

pub(crate) mod api;
pub(crate) mod clerk;
pub(crate) mod embedded;
pub(crate) mod listener;
pub(crate) mod party;
pub(crate) mod program;
pub(crate) mod scene;
pub(crate) mod wire;

/// A time as good as any.
pub(crate) const NOW: Moment = Moment::from_millis(1_763_825_599_546);
/// A later one.
pub(crate) const LATER: Moment = Moment::from_millis(1_763_829_999_999);

/// A new store, and the folder that it needs for as long as it is used.
pub(crate) struct Fixture {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) _folder: TempDir,
}

pub(crate) async fn fixture(instances: Instances) -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path(), instances).await.unwrap();
    Fixture {
        store: Arc::new(store),
        _folder: folder,
    }
}

pub(crate) async fn open(folder: &Path) -> SqliteStore {
    SqliteStore::open(folder, Instances::OnDemand)
        .await
        .unwrap()
}

pub(crate) fn instance(id: &str) -> InstanceId {
    id.parse().unwrap()
}

/// A call that starts a chat in the instance `i`.
pub(crate) fn chat() -> StartContact {
    StartContact::chat(instance("i"), "flow".to_owned(), "Ann".to_owned())
}

/// The same call with a token.
pub(crate) fn chat_with_token(token: &str) -> StartContact {
    StartContact {
        client_token: Some(token.to_owned()),
        ..chat()
    }
}

pub(crate) fn minutes(minutes: i64) -> Minutes {
    Minutes::new(minutes).unwrap()
}

pub(crate) fn set(changes: &[(Pair, i64)]) -> TimerChanges {
    let change = |&(pair, value): &(Pair, i64)| TimerChange {
        pair,
        change: Change::Set(minutes(value)),
    };
    TimerChanges::new(changes.iter().map(change)).unwrap()
}

/// All four timers, set to the same.
pub(crate) fn all_four(value: i64) -> TimerChanges {
    set(&Pair::ALL.map(|pair| (pair, value)))
}

pub(crate) fn settings(changes: &[(Pair, i64)]) -> TimerSettings {
    TimerSettings::default().apply(&set(changes))
}

/// The id of no contact.
pub(crate) fn nobody() -> ContactId {
    ContactId::from("nobody".to_owned())
}
