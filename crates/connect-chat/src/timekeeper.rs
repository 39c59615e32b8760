//! Lets the timers run out when they are due.
//!
//! One task sleeps until the earliest moment at which a timer of any chat runs out, and wakes early when one
//! is started that is due before. Which chats have timers, and when they are due, is in the store alone: so
//! after a restart nothing has to be brought back, and what fell due meanwhile is recorded first of all, at
//! its own time.
//!
//! A chat that cannot be read does not hold up the others: it is logged by its name, and the store sets it aside.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::clock::{Clock, NotManual};
use crate::flows::Flows;
use crate::ids::ContactId;
use crate::moment::Moment;
use crate::store::{Store, StoreError};

/// How many chats are told the time at once. Their changes share commits.
const AT_ONCE: u32 = 64;

/// How long to wait, by the machine's clock, before a store that has failed is asked again.
const RETRY: Duration = Duration::from_secs(1);

/// How long, by the machine's clock, those who show items are waited for when the clock is moved.
const PATIENCE: Duration = Duration::from_secs(5);

/// Lets the timers of a store run out, by a clock.
pub struct Timekeeper {
    store: Arc<dyn Store>,
    clock: Clock,
    flows: Arc<Flows>,
    /// Whoever lets timers run out holds it, so that nothing is recorded behind the back of [`Self::advance`].
    turn: Mutex<()>,
}

impl Timekeeper {
    /// A timekeeper that does nothing yet.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, clock: Clock, flows: Arc<Flows>) -> Self {
        Self {
            store,
            clock,
            flows,
            turn: Mutex::new(()),
        }
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Lets timers run out, and tells the flows, for as long as it is polled. A store that fails is asked
    /// again, for ever.
    pub async fn run(&self) {
        tokio::join!(self.run_timers(), self.flows.run());
    }

    async fn run_timers(&self) {
        loop {
            if let Err(error) = self.wait_and_fire().await {
                tracing::error!(cause = error.source(), "timers cannot run out: {error}");
                sleep(RETRY).await;
            }
        }
    }

    /// Sleeps until something may be due, and lets it run out.
    async fn wait_and_fire(&self) -> Result<(), StoreError> {
        let hub = self.store.hub();
        // From here on any timer that is started wakes us, or it could slip in behind the question.
        hub.sleeps_until(None);
        let Some(due) = self.store.next_due().await? else {
            hub.alarm().await;
            return Ok(());
        };
        hub.sleeps_until(Some(due));
        tokio::select! {
            () = self.clock.sleep_until(due) => {}
            () = hub.alarm() => return Ok(()),
        }
        let _turn = self.turn.lock().await;
        self.fire(self.clock.now()).await
    }

    /// Lets run out what is due until now, in all chats.
    async fn fire(&self, now: Moment) -> Result<(), StoreError> {
        let mut failed = HashMap::new();
        loop {
            let chats = self.store.due(now, AT_ONCE).await?;
            settle_failures(&mut failed, &chats)?;
            if chats.is_empty() {
                return Ok(());
            }
            let mut advances = JoinSet::new();
            for chat in chats {
                let store = self.store.clone();
                advances.spawn(async move {
                    let advanced = store.advance(chat.clone(), now).await;
                    (chat, advanced)
                });
            }
            while let Some(advanced) = advances.join_next().await {
                let (chat, advanced) = advanced.map_err(StoreError::unavailable)?;
                if let Err(error) = advanced {
                    failed.insert(chat, error);
                }
            }
        }
    }

    /// Moves a manual clock on, and returns what it shows then, when everything that fell due is recorded and
    /// has been handed to those who show it, these are done with it or have taken too long, and each hook has
    /// answered or has taken too long.
    ///
    /// The clock stops at each moment at which a timer runs out, so a day in one call is the same as a day of
    /// many small ones. Once polled, it runs to its end, also if the caller is dropped.
    ///
    /// # Errors
    ///
    /// [`AdvanceError::NotManual`] and [`AdvanceError::TooFar`], and nothing has happened;
    /// [`AdvanceError::Store`], and the clock stands somewhere between.
    pub async fn advance(self: &Arc<Self>, by: Duration) -> Result<Moment, AdvanceError> {
        let this = self.clone();
        let advanced = tokio::spawn(async move { this.advance_here(by).await });
        advanced.await.map_err(StoreError::unavailable)?
    }

    async fn advance_here(&self, by: Duration) -> Result<Moment, AdvanceError> {
        let _turn = self.turn.lock().await;
        if !self.clock.is_manual() {
            return Err(AdvanceError::NotManual(NotManual));
        }
        let target = self.clock.now().after(by);
        if target > Moment::LAST {
            return Err(AdvanceError::TooFar);
        }
        // First of all, so that a clock that was seen to show a time never shows an earlier one.
        self.store.set_clock(target).await?;
        while let Some(due) = self.store.next_due().await?
            && due <= target
        {
            self.clock.move_to(due)?;
            self.fire(due).await?;
            // What a hook does to the chat, it does at this moment.
            self.flows.settle().await?;
        }
        self.clock.move_to(target)?;
        // A timer may have been started while the clock was on its way.
        self.fire(target).await?;
        self.flows.settle().await?;
        // What another call has recorded meanwhile may be committed and not handed over yet. The store hands over one
        // change after the other, so when this one has its answer, all that came before it have been.
        self.store.check().await?;
        if !self.store.hub().settled(PATIENCE).await {
            tracing::warn!("someone takes long to show what was recorded");
        }
        Ok(target)
    }
}

/// Of the chats that have failed, one that is still due says that the store fails. The others have been set aside, and
/// are logged.
fn settle_failures(
    failed: &mut HashMap<ContactId, StoreError>,
    due: &[ContactId],
) -> Result<(), StoreError> {
    for (chat, error) in failed.drain() {
        if due.contains(&chat) {
            return Err(StoreError::unavailable(ChatFailed(chat, error)));
        }
        tracing::error!(%chat, cause = error.source(), "the timers of a chat stand: {error}");
    }
    Ok(())
}

/// The timers of a chat cannot run out.
#[derive(Debug)]
struct ChatFailed(ContactId, StoreError);

impl fmt::Display for ChatFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the timers of chat {} cannot run out", self.0)
    }
}

impl Error for ChatFailed {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.1)
    }
}

/// Why the clock was not moved.
#[derive(Debug)]
pub enum AdvanceError {
    /// It runs by itself.
    NotManual(NotManual),
    /// It goes no farther than [`Moment::LAST`].
    TooFar,
    /// The store failed.
    Store(StoreError),
}

impl fmt::Display for AdvanceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotManual(error) => error.fmt(f),
            Self::TooFar => write!(
                f,
                "the clock goes no farther than {}",
                Moment::LAST.date_time()
            ),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl Error for AdvanceError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NotManual(_) | Self::TooFar => None,
            Self::Store(error) => error.source(),
        }
    }
}

impl From<NotManual> for AdvanceError {
    fn from(error: NotManual) -> Self {
        Self::NotManual(error)
    }
}

impl From<StoreError> for AdvanceError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
