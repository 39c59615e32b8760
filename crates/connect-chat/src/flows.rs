//! What becomes of a chat after an auto-disconnect: it stays open, it ends, or a program of one's own is told.
//!
//! Amazon Connect sends such a chat through a disconnect flow. Nothing here runs flows, so instead of one a
//! webhook can be called, with what happened as JSON, in the form in which participants are shown it. It is
//! called after the auto-disconnect has been recorded, and the record waits for no answer. \[ours\] It is
//! called once; if it fails or takes too long, that is logged. Many chats may fall due at the same moment, so only so
//! many calls are under way at once, and one that finds no connection is tried again while its time lasts. If the
//! service is killed before it knows the answer, it calls again when it is back, with the same `Id`.

use std::collections::HashSet;
use std::error::Error;
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use chat_timeouts::AfterAutoDisconnect;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Url, redirect};
use tokio::sync::{Mutex, Semaphore, watch};
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use crate::item::{Item, ItemId};
use crate::store::{Store, StoreError};

/// How long a webhook may take, by the machine's clock, from when its call has its turn.
const HOOK_TIMEOUT: Duration = Duration::from_secs(5);

/// How long one try of a connection may take. Someone who listens and is busy takes no notice of it, and does of the
/// next.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// How often a call that found no connection is tried again, as long as its time lasts.
const RETRIES: u32 = 4;

/// How long to wait before that, in milliseconds: any time in between, because those that were turned away together
/// would be so again if they came back together.
const PAUSE: RangeInclusive<u64> = 50..=300;

/// How many calls are under way at once: more than a webhook has connections waiting would only be turned away.
const AT_ONCE: usize = 32;

/// How long to wait, by the machine's clock, before a store that has failed is asked again.
const RETRY: Duration = Duration::from_secs(1);

/// What becomes of a chat after an auto-disconnect.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum DisconnectFlow {
    /// It stays open for the customer, until another agent comes or someone ends it.
    #[default]
    KeepOpen,
    /// It ends at the same moment.
    End,
    /// It stays open, and this address is told.
    Webhook(Url),
}

impl DisconnectFlow {
    /// What the timers make of it.
    #[must_use]
    pub fn choice(&self) -> AfterAutoDisconnect {
        match self {
            Self::KeepOpen | Self::Webhook(_) => AfterAutoDisconnect::StaysOpen,
            Self::End => AfterAutoDisconnect::Ends,
        }
    }
}

/// Without the address, which may have a secret in it.
impl fmt::Debug for DisconnectFlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::KeepOpen => "KeepOpen",
            Self::End => "End",
            Self::Webhook(_) => "Webhook(..)",
        })
    }
}

impl FromStr for DisconnectFlow {
    type Err = NoFlow;

    /// `keep-open`, `end`, or the address of a webhook, which begins with `http://`.
    fn from_str(text: &str) -> Result<Self, NoFlow> {
        match text {
            "keep-open" => Ok(Self::KeepOpen),
            "end" => Ok(Self::End),
            _ => match Url::parse(text) {
                // Which TLS library there is, is for whoever builds the program to say, and nobody has.
                Ok(url) if url.scheme() == "http" => Ok(Self::Webhook(url)),
                _ => Err(NoFlow(text.to_owned())),
            },
        }
    }
}

/// A text that names no flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoFlow(
    /// The text.
    pub String,
);

impl fmt::Display for NoFlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is none of keep-open, end, http://…", self.0)
    }
}

impl Error for NoFlow {}

/// Tells a webhook what it is to be told.
pub struct Flows {
    store: Arc<dyn Store>,
    hook: Option<(Client, Url)>,
    /// What the webhook is being told. Whoever asks the store what is to be told holds the lock until that is
    /// in here too, so that nothing that was told meanwhile is told twice.
    telling: Mutex<HashSet<ItemId>>,
    /// How much that is.
    open: watch::Sender<usize>,
    /// Whose turn it is to call.
    turns: Semaphore,
}

impl Flows {
    /// The flows of a store. Without a webhook nobody is told anything.
    ///
    /// # Errors
    ///
    /// The client of the webhook cannot be made.
    pub fn new(store: Arc<dyn Store>, flow: &DisconnectFlow) -> Result<Self, reqwest::Error> {
        let hook = match flow {
            DisconnectFlow::Webhook(url) => {
                let client = Client::builder()
                    .connect_timeout(CONNECT_TIMEOUT)
                    .redirect(redirect::Policy::none())
                    .no_proxy()
                    .build()?;
                Some((client, url.clone()))
            }
            DisconnectFlow::KeepOpen | DisconnectFlow::End => None,
        };
        Ok(Self {
            store,
            hook,
            telling: Mutex::default(),
            open: watch::Sender::new(0),
            turns: Semaphore::new(AT_ONCE),
        })
    }

    /// Tells whatever is recorded, for as long as it is polled.
    pub async fn run(self: &Arc<Self>) {
        loop {
            if let Err(error) = self.tell().await {
                tracing::error!(cause = error.source(), "no flow can be told: {error}");
                sleep(RETRY).await;
                continue;
            }
            self.store.hub().flow().await;
        }
    }

    /// Tells what has been recorded until now, and waits for the answers.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    pub async fn settle(self: &Arc<Self>) -> Result<(), StoreError> {
        self.tell().await?;
        // The sender is in this very value, so there is always a number to wait for.
        let _ = self.open.subscribe().wait_for(|open| *open == 0).await;
        Ok(())
    }

    /// Begins to tell what nobody tells yet.
    async fn tell(self: &Arc<Self>) -> Result<(), StoreError> {
        let mut telling = self.telling.lock().await;
        for item in self.store.flows().await? {
            if telling.insert(item.id.clone()) {
                self.open.send_modify(|open| *open += 1);
                let this = self.clone();
                tokio::spawn(async move { this.tell_one(item).await });
            }
        }
        Ok(())
    }

    async fn tell_one(&self, item: Item) {
        if let Some((client, url)) = &self.hook {
            let turn = self.turns.acquire().await;
            let told = call(client, url, &item).await;
            drop(turn);
            if let Err(problem) = told {
                tracing::warn!(item = %item.id, problem, "the disconnect flow was not told");
            }
        }
        if let Err(error) = self.store.flow_told(item.id.clone()).await {
            tracing::error!(cause = error.source(), item = %item.id, "{error}");
        }
        // Last of all: now it is not in the store any more, or it will be told again.
        self.telling.lock().await.remove(&item.id);
        self.open.send_modify(|open| *open -= 1);
    }
}

async fn call(client: &Client, url: &Url, item: &Item) -> Result<(), String> {
    let body = serde_json::to_vec(&item.as_shown()).map_err(|error| error.to_string())?;
    let until = Instant::now() + HOOK_TIMEOUT;
    let mut retries = RETRIES;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let request = client.post(url.clone()).timeout(left);
        let request = request.header(CONTENT_TYPE, "application/json");
        match request.body(body.clone()).send().await {
            Ok(answer) if answer.status().is_success() => return Ok(()),
            Ok(answer) => return Err(format!("it answered {}", answer.status())),
            // Nothing was sent, so it cannot be told twice.
            Err(error) if error.is_connect() && retries > 0 && Instant::now() < until => {
                retries -= 1;
                sleep(pause()).await;
            }
            Err(error) => return Err(without_address(error)),
        }
    }
}

fn pause() -> Duration {
    let chance = Uuid::new_v4().as_u64_pair().1;
    let spread = PAUSE.end() - PAUSE.start() + 1;
    Duration::from_millis(PAUSE.start() + chance % spread)
}

/// The address may have a secret in it.
fn without_address(error: reqwest::Error) -> String {
    error.without_url().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flow_has_a_name() {
        assert_eq!("keep-open".parse(), Ok(DisconnectFlow::KeepOpen));
        assert_eq!("end".parse(), Ok(DisconnectFlow::End));
        let url = "http://127.0.0.1:9000/flow";
        assert!(matches!(url.parse(), Ok(DisconnectFlow::Webhook(hook)) if hook.as_str() == url));
        for text in [
            "",
            "End",
            "https://example.com/",
            "127.0.0.1:9000",
            "ftp://a",
        ] {
            assert_eq!(text.parse::<DisconnectFlow>(), Err(NoFlow(text.to_owned())));
        }
    }

    #[test]
    fn an_address_is_not_shown() {
        let flow = "http://user:hush@127.0.0.1:9000/flow?token=hush".parse::<DisconnectFlow>();
        assert_eq!(format!("{flow:?}"), "Ok(Webhook(..))");
        assert_eq!(format!("{:?}", DisconnectFlow::End), "End");
    }
}
