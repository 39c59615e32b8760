//! What holds of commits that fail, and of those that nobody has been told of yet.

use std::error::Error;
use std::time::Duration;

use sqlx::query;
use tokio::time::timeout;

use super::*;
use crate::clock::Clock;
use crate::contact::{ContactState, StartContact};
use crate::flows::{DisconnectFlow, Flows};
use crate::item::ItemKind;
use crate::store::sqlite::{SqliteStore, rows};
use crate::store::{Instances, Store};
use crate::timekeeper::Timekeeper;

#[tokio::test]
async fn a_refusal_does_not_outlive_the_commit_that_it_rests_on() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let store = SqliteStore::open(folder.path(), Instances::OnDemand).await?;
    let start = StartContact::chat("i".parse()?, "flow".to_owned(), "Ann".to_owned());
    let at = Moment::from_millis(0);
    let contact = store.start_contact(start, at).await?;
    let stop = || store.stop_contact(contact.instance.clone(), contact.id.clone(), at);
    // The second call finds the contact ended by the first, and no commit can have the third.
    let breaks = store.writing.change(|connection| {
        Box::pin(async move {
            query("PRAGMA defer_foreign_keys = ON")
                .execute(&mut *connection)
                .await?;
            let statement = "INSERT INTO participants (id, chat_id, role, display_name, token, state, created_ms) \
                 VALUES ('x', 'no chat', 'AGENT', 'x', 'x', 'CREATED', 0)";
            query(statement).execute(connection).await?;
            Ok(Changed::quietly(()))
        })
    });
    // The writer has its turn when all three are in its queue.
    let (first, second, third) = tokio::join!(stop(), stop(), breaks);
    assert!(matches!(first, Err(StoreError::Unavailable(_))));
    assert!(
        matches!(second, Err(StoreError::Unavailable(_))),
        "{second:?}"
    );
    assert!(matches!(third, Err(StoreError::Unavailable(_))));
    let found = store.contact(&contact.instance, &contact.id).await?;
    assert_eq!(found.state, ContactState::Active);
    assert!(stop().await.is_ok());
    assert!(matches!(stop().await, Err(StoreError::Ended(_))));
    Ok(())
}

/// An answer that nobody takes, whose end holds up the writer until the other side is dropped.
struct HoldsUp(std::sync::mpsc::Receiver<()>);

impl Drop for HoldsUp {
    fn drop(&mut self) {
        let _ = self.0.recv();
    }
}

/// A change that is in the queue, and whose caller is gone.
async fn left(change: impl Future + Send) {
    assert!(timeout(Duration::ZERO, change).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_advance_waits_for_what_is_committed_and_not_handed_over() -> Result<(), Box<dyn Error>>
{
    let folder = tempfile::tempdir()?;
    let store = SqliteStore::open(folder.path(), Instances::OnDemand).await?;
    let start = StartContact::chat("i".parse()?, "flow".to_owned(), "Ann".to_owned());
    let at = Moment::from_millis(0);
    let contact = store.start_contact(start, at).await?;
    let shared: Arc<dyn Store> = Arc::new(store.clone());
    let flows = Arc::new(Flows::new(shared.clone(), &DisconnectFlow::KeepOpen)?);
    let keeper = Arc::new(Timekeeper::new(shared, Clock::manual(at), flows));
    let mut subscription = store.hub().subscribe(contact.id.clone());

    // The advance has set the clock, and gets no further, because nobody can read.
    let mut readers = Vec::new();
    for _ in 0..store.readers.options().get_max_connections() {
        readers.push(store.readers.acquire().await?);
    }
    let mut advancing = tokio::spawn(async move { keeper.advance(Duration::from_secs(1)).await });
    while rows::times(&mut readers[0]).await?.stood.is_none() {
        tokio::task::yield_now().await;
    }

    // Behind a change that waits, two come into the same commit. The second is held up when it is committed.
    let (begun, has_begun) = oneshot::channel::<()>();
    let (go_on, goes_on) = oneshot::channel::<()>();
    let (release, held) = std::sync::mpsc::channel::<()>();
    let waits = store.writing.change(|_| {
        Box::pin(async move {
            let _ = begun.send(());
            let _ = goes_on.await;
            Ok(Changed::quietly(()))
        })
    });
    left(waits).await;
    has_begun.await?;
    left(
        store
            .writing
            .change(|_| Box::pin(async move { Ok(Changed::quietly(HoldsUp(held))) })),
    )
    .await;
    left(store.stop_contact(contact.instance.clone(), contact.id.clone(), at)).await;
    let _ = go_on.send(());
    while rows::contact(&mut readers[0], &contact.instance, &contact.id)
        .await?
        .is_none_or(|contact| contact.state == ContactState::Active)
    {
        tokio::task::yield_now().await;
    }

    drop(readers);
    let early = timeout(Duration::from_millis(200), &mut advancing).await;
    assert!(early.is_err(), "{early:?}");
    drop(release);
    assert_eq!(subscription.next().await?.kind, ItemKind::ChatEnded);
    assert!(advancing.await?.is_ok());
    Ok(())
}
