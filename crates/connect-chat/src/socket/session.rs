//! One socket, from its opening to its end.

use std::collections::HashSet;
use std::error::Error;
use std::future::pending;

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use tokio::time::{Instant, sleep_until, timeout};

use super::frames::{self, Asked};
use super::places::Place;
use crate::hub::{Delivery, Missed, Subscription};
use crate::ids::ContactId;
use crate::item::{Item, ItemId, ItemKind};
use crate::server::Application;
use crate::store::StoreError;

/// How many items are marked by one change.
const AT_ONCE: usize = 64;

/// Why a socket ends.
#[derive(Debug)]
enum End {
    /// Its client has closed it.
    Closed,
    /// Its client is gone without a word.
    Gone,
    /// Its client does not keep up.
    Slow,
    /// Its client has not been heard.
    Silent,
    /// It is as old as it may be.
    Old,
    /// Its participant has left, or the chat is over.
    Over,
    /// The service ends.
    Closing,
    /// The store does not do what it has to.
    Store(StoreError),
}

impl End {
    /// What the client is told, if there is any use in it.
    fn code(&self) -> Option<u16> {
        match self {
            Self::Closed | Self::Gone | Self::Slow => None,
            Self::Silent => Some(close_code::POLICY),
            Self::Old | Self::Closing => Some(close_code::AWAY),
            Self::Over => Some(close_code::NORMAL),
            Self::Store(_) => Some(close_code::ERROR),
        }
    }

    /// Whether its client did not want it, and will come back for what it misses. Of one that is as old as it may be,
    /// the client has another one by then.
    fn is_loss(&self) -> bool {
        match self {
            Self::Gone | Self::Slow | Self::Silent | Self::Store(_) => true,
            Self::Closed | Self::Old | Self::Over | Self::Closing => false,
        }
    }
}

/// Serves a socket until it ends.
pub(super) async fn run(
    socket: WebSocket,
    application: Application,
    chat: ContactId,
    place: Place,
) {
    let mut session = Session {
        socket,
        application,
        chat,
        place,
        subscription: None,
        early: HashSet::new(),
    };
    let end = session.serve().await;
    match &end {
        End::Store(error) => {
            tracing::error!(cause = error.source(), "a socket ends: {error}");
        }
        end => {
            let participant = session.place.participant.as_str();
            tracing::debug!(participant, ?end, "a socket ends");
        }
    }
    // First of all, so that nobody waits for what this one has not taken.
    session.subscription = None;
    let complete = if end.is_loss() {
        session.place.lose()
    } else {
        session.place.leave()
    };
    session.shown(complete).await;
    if let Some(code) = end.code() {
        let close = Message::Close(Some(CloseFrame {
            code,
            reason: "".into(),
        }));
        // A client that is gone need not be told.
        let _ = session.send(close).await;
    }
}

struct Session {
    socket: WebSocket,
    application: Application,
    chat: ContactId,
    place: Place,
    /// What happens in the chat, once the client has asked for it.
    subscription: Option<Subscription>,
    /// What was written from the store, and may come from the hub as well.
    early: HashSet<ItemId>,
}

impl Session {
    async fn serve(&mut self) -> End {
        let limits = *self.application.sockets.limits();
        let end_of_life = Instant::now() + limits.life;
        let mut heard = Instant::now();
        loop {
            let turn = tokio::select! {
                // What has happened before a client asks comes before the answer.
                biased;
                delivery = next(&mut self.subscription) => match delivery {
                    Ok(delivery) => self.deliver(delivery).await,
                    Err(Missed) => Err(End::Slow),
                },
                frame = self.socket.recv() => {
                    heard = Instant::now();
                    match frame {
                        Some(Ok(Message::Text(text))) => self.answer(&text).await,
                        Some(Ok(Message::Close(_))) => Err(End::Closed),
                        Some(Err(_)) | None => Err(End::Gone),
                        Some(Ok(_)) => Ok(()),
                    }
                }
                () = sleep_until(heard + limits.silence) => Err(End::Silent),
                () = sleep_until(end_of_life) => Err(End::Old),
                () = self.place.told_to_close() => Err(End::Closing),
            };
            if let Err(end) = turn {
                return end;
            }
        }
    }

    async fn answer(&mut self, text: &str) -> Result<(), End> {
        match frames::read(text) {
            Some(Asked::Ping) => self.say(frames::ping()).await,
            Some(Asked::Heartbeat) => self.say(frames::heartbeat()).await,
            Some(Asked::Subscribe(topics)) => {
                if !frames::is_chat(&topics) {
                    return self.say(frames::subscribed(&topics, false)).await;
                }
                if self.subscription.is_some() {
                    return self.say(frames::subscribed(&topics, true)).await;
                }
                self.subscribe(&topics).await
            }
            None => {
                tracing::debug!("a frame was not understood");
                Ok(())
            }
        }
    }

    /// The participant is there from now on, and is shown what it was not shown before.
    async fn subscribe(&mut self, topics: &[String]) -> Result<(), End> {
        let store = self.application.store.clone();
        // Before anything is read, so that nothing slips through in between.
        self.place.listens();
        self.subscription = Some(store.hub().subscribe(self.chat.clone()));
        let participant = self.place.participant.clone();
        let now = self.application.clock.now();
        match store.connect(participant, now).await {
            Ok(_) => {}
            Err(error @ StoreError::Unavailable(_)) => return Err(End::Store(error)),
            Err(_) => {
                self.say(frames::subscribed(topics, false)).await?;
                return Err(End::Over);
            }
        }
        self.say(frames::subscribed(topics, true)).await?;
        let missed = store.to_be_shown(&self.place.participant).await;
        let missed = missed.map_err(End::Store)?;
        let mut shown = Vec::new();
        for item in missed {
            self.say(frames::item(&item)).await?;
            shown.extend(self.place.wrote(&item.id));
            self.early.insert(item.id);
        }
        self.shown(shown).await;
        Ok(())
    }

    /// Writes an item, and those that have come behind it, and marks them. They count as handed over until this is
    /// done, so whoever moves the clock waits for it.
    async fn deliver(&mut self, first: Delivery) -> Result<(), End> {
        let (mut held, mut complete) = (Vec::new(), Vec::new());
        let mut next = Some(first);
        let mut end = Ok(());
        while let Some(item) = next.take() {
            end = self.show(&item, &mut complete).await;
            held.push(item);
            if end.is_ok()
                && held.len() < AT_ONCE
                && let Some(subscription) = &mut self.subscription
            {
                match subscription.try_next() {
                    Ok(more) => next = more,
                    Err(Missed) => end = Err(End::Slow),
                }
            }
        }
        self.shown(complete).await;
        end
    }

    /// Writes an item if it is for this participant, and adds what is complete by that.
    async fn show(&mut self, item: &Item, complete: &mut Vec<ItemId>) -> Result<(), End> {
        let me = &self.place.participant;
        let is_for_me = item.shown_to.iter().any(|one| one.participant == *me);
        if is_for_me && !self.early.remove(&item.id) {
            self.say(frames::item(item)).await?;
            complete.extend(self.place.wrote(&item.id));
        }
        if self.is_the_end(item) {
            Err(End::Over)
        } else {
            Ok(())
        }
    }

    /// Whether this participant is not there any more.
    fn is_the_end(&self, item: &Item) -> bool {
        let by = item.by.as_ref().map(|by| &by.participant);
        match item.kind {
            ItemKind::ChatEnded => true,
            ItemKind::Left => by == Some(&self.place.participant),
            _ => false,
        }
    }

    async fn say(&mut self, text: String) -> Result<(), End> {
        self.send(Message::Text(text.into())).await
    }

    async fn send(&mut self, message: Message) -> Result<(), End> {
        let patience = self.application.sockets.limits().patience;
        match timeout(patience, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Gone),
            Err(_) => Err(End::Slow),
        }
    }

    /// Marks these as shown. If that fails they are shown again, which does no harm.
    async fn shown(&mut self, items: Vec<ItemId>) {
        if items.is_empty() {
            return;
        }
        let participant = self.place.participant.clone();
        if let Err(error) = self.application.store.shown(participant, items).await {
            tracing::warn!(cause = error.source(), "items are not marked: {error}");
        }
    }
}

/// What happens next in the chat; nothing before the client has asked for it.
async fn next(subscription: &mut Option<Subscription>) -> Result<Delivery, Missed> {
    match subscription {
        Some(subscription) => subscription.next().await,
        None => pending().await,
    }
}
