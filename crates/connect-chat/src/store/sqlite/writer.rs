//! The one task that writes, and commits many changes at once.
//!
//! A sync takes far longer than a change. So while one is under way, the changes that come in wait together,
//! and the next commit has all of them: each in a savepoint of its own, so that one that is refused leaves
//! no trace and the others are not touched. None is answered, and nothing of it is published, before the
//! commit has been synced; and if it cannot be, all of them have failed, those that were refused as well.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, SqlitePool};
use tokio::sync::{mpsc, oneshot};
use tracing::{Instrument, Span};

use crate::hub::Hub;
use crate::item::Item;
use crate::moment::Moment;
use crate::store::StoreError;

/// Takes the right to write at the start of a transaction. With a plain `BEGIN` it is taken by the first
/// write, which fails if another process has written since the transaction's first read.
const IMMEDIATE: &str = "BEGIN IMMEDIATE";

/// The most changes that one commit has, so that none waits for long behind the others.
const MOST: usize = 256;

/// A future on the writer's connection.
pub(super) type Work<'c, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'c>>;

/// What a change has done.
pub(super) struct Changed<T> {
    /// The answer to the caller.
    pub(super) answer: T,
    /// What it has recorded.
    pub(super) recorded: Vec<Item>,
    /// When the next timer of its chat runs out.
    pub(super) wake: Option<Moment>,
}

impl<T> Changed<T> {
    /// A change of which nobody is told but its caller.
    pub(super) fn quietly(answer: T) -> Self {
        Self {
            answer,
            recorded: Vec::new(),
            wake: None,
        }
    }
}

/// The way to the task. Clones are ways to the same one.
#[derive(Clone, Debug)]
pub(super) struct Writer(mpsc::UnboundedSender<Message>);

enum Message {
    Change(Box<dyn Change>),
    Close(oneshot::Sender<()>),
}

impl Writer {
    /// Starts the task. It ends when it is told to, or when nothing can reach it any more.
    pub(super) fn start(pool: SqlitePool, hub: Hub) -> Self {
        let (sender, queue) = mpsc::unbounded_channel();
        tokio::spawn(write(pool, hub, queue));
        Self(sender)
    }

    /// Puts a change into the queue. From then on it runs to its end, whether or not anyone waits for it.
    pub(super) async fn change<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, Changed<T>> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job = Job {
            work: Some(work),
            outcome: None,
            answer,
            span: Span::current(),
        };
        let sent = self.0.send(Message::Change(Box::new(job)));
        sent.map_err(|_| StoreError::unavailable(Closed))?;
        answered
            .await
            .map_err(|_| StoreError::unavailable(Closed))?
    }

    /// Ends the task, after the changes that are in the queue.
    pub(super) async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.0.send(Message::Close(done)).is_ok() {
            // An error says that the task is gone, which is what is wanted.
            let _ = closed.await;
        }
    }
}

async fn write(pool: SqlitePool, hub: Hub, mut queue: mpsc::UnboundedReceiver<Message>) {
    while let Some(first) = queue.recv().await {
        let mut batch = Vec::new();
        let mut close = None;
        let mut next = Some(first);
        while let Some(message) = next {
            match message {
                Message::Change(change) => batch.push(change),
                Message::Close(done) => close = Some(done),
            }
            next = (batch.len() < MOST && close.is_none())
                .then(|| queue.try_recv().ok())
                .flatten();
        }
        let committed = commit(&pool, &mut batch).await.map_err(Arc::new);
        for change in batch {
            change.finish(&committed, &hub);
        }
        if let Some(done) = close {
            queue.close();
            let _ = done.send(());
            return;
        }
    }
}

async fn commit(pool: &SqlitePool, batch: &mut [Box<dyn Change>]) -> Result<(), sqlx::Error> {
    if batch.is_empty() {
        return Ok(());
    }
    let mut connection = pool.acquire().await?;
    let committed = commit_on(&mut connection, batch).await;
    if committed.is_err() {
        // Who knows what state it is in. The pool makes another.
        connection.close_on_drop();
    }
    committed
}

async fn commit_on(
    connection: &mut SqliteConnection,
    batch: &mut [Box<dyn Change>],
) -> Result<(), sqlx::Error> {
    let mut transaction = connection.begin_with(IMMEDIATE).await?;
    for change in batch.iter_mut() {
        let mut savepoint = transaction.begin().await?;
        if change.run(&mut savepoint).await {
            savepoint.commit().await?;
        } else {
            savepoint.rollback().await?;
        }
    }
    // These two lines tell a test when to kill the program.
    tracing::trace!(changes = batch.len(), "a commit begins");
    transaction.commit().await?;
    tracing::trace!("a commit is done");
    Ok(())
}

/// A change of whatever answer.
trait Change: Send {
    /// Does it. Says whether it is to be committed.
    fn run<'c>(
        &'c mut self,
        connection: &'c mut SqliteConnection,
    ) -> Pin<Box<dyn Future<Output = bool> + Send + 'c>>;

    /// Publishes what it has recorded and answers its caller, now that the commit has been synced, or failed.
    fn finish(self: Box<Self>, committed: &Result<(), Arc<sqlx::Error>>, hub: &Hub);
}

struct Job<T, W> {
    work: Option<W>,
    outcome: Option<Result<Changed<T>, StoreError>>,
    answer: oneshot::Sender<Result<T, StoreError>>,
    span: Span,
}

impl<T, W> Change for Job<T, W>
where
    T: Send + 'static,
    W: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, Changed<T>> + Send + 'static,
{
    fn run<'c>(
        &'c mut self,
        connection: &'c mut SqliteConnection,
    ) -> Pin<Box<dyn Future<Output = bool> + Send + 'c>> {
        Box::pin(async move {
            let Some(work) = self.work.take() else {
                return false;
            };
            let outcome = work(connection).instrument(self.span.clone()).await;
            let done = outcome.is_ok();
            self.outcome = Some(outcome);
            done
        })
    }

    fn finish(self: Box<Self>, committed: &Result<(), Arc<sqlx::Error>>, hub: &Hub) {
        let answer = match (committed, self.outcome) {
            // A refusal too is nothing: it may rest on what another change of the commit has done.
            (Err(error), _) => Err(StoreError::unavailable(error.clone())),
            (Ok(()), Some(Ok(changed))) => {
                hub.publish(changed.recorded, changed.wake);
                Ok(changed.answer)
            }
            (Ok(()), Some(Err(refusal))) => Err(refusal),
            (Ok(()), None) => Err(StoreError::unavailable(Closed)),
        };
        // Whoever asked may be gone.
        let _ = self.answer.send(answer);
    }
}

/// The store was closed before the change had its turn.
#[derive(Debug)]
struct Closed;

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the store is closed")
    }
}

impl Error for Closed {}

#[cfg(test)]
mod tests;
