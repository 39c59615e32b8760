//! What takes time is asked for in a task of its own, by one call for all that wait.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::Instant;

use super::{CredentialsError, CredentialsErrorKind};

/// After how long a task is given up by whoever asks next, if the call that began it waits no longer. Without this a
/// provider that never answers would be waited for by each call, and never asked again.
const LONGEST: Duration = Duration::from_secs(60);

/// Asks, once at a time.
///
/// The task is not a part of the call that begins it: a call that is dropped, or whose time is up, does not undo what
/// was on its way, and the next call finds it done. It ends with this value.
pub(crate) struct Asking<T> {
    running: Mutex<Option<Running<T>>>,
}

type Answer<T> = Result<T, CredentialsError>;
type Sender<T> = watch::Sender<Option<Answer<T>>>;
type Receiver<T> = watch::Receiver<Option<Answer<T>>>;

struct Running<T> {
    /// The task's own sender: there is none any more when the task is over, however it ended.
    answer: Weak<Sender<T>>,
    /// Held by the call that began the task, for as long as it waits.
    begun_by: Weak<()>,
    since: Instant,
    task: AbortHandle,
}

impl<T: Clone + Send + Sync + 'static> Asking<T> {
    pub(crate) const fn new() -> Self {
        Self {
            running: Mutex::new(None),
        }
    }

    /// What comes of the task that is running, or of a new one.
    ///
    /// # Errors
    ///
    /// What the task said, or that it did not come to its end, because the provider panicked. There is no runtime.
    pub(crate) async fn ask<F>(&self, question: impl Fn() -> F) -> Answer<T>
    where
        F: Future<Output = Answer<T>> + Send + 'static,
    {
        loop {
            let (mut answer, own) = self.join(&question)?;
            let answered = answer.wait_for(Option::is_some).await;
            match answered.map(|answer| answer.clone()) {
                Ok(Some(answer)) => return answer,
                // Another's task may have been given up, or have ended with another's runtime.
                _ if own.is_none() => {}
                _ => {
                    return Err(CredentialsError::new(
                        CredentialsErrorKind::Provider,
                        "the provider panicked, or was stopped",
                    ));
                }
            }
        }
    }

    /// Where the answer will stand; and what to hold while waiting for it, if the task was begun for this call.
    fn join<F>(
        &self,
        question: impl Fn() -> F,
    ) -> Result<(Receiver<T>, Option<Arc<()>>), CredentialsError>
    where
        F: Future<Output = Answer<T>> + Send + 'static,
    {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = running.as_ref().and_then(Running::answer) {
            return Ok((answer.subscribe(), None));
        }
        let runtime =
            Handle::try_current().map_err(|error| CredentialsError::of_provider(error.into()))?;
        let (sender, receiver) = watch::channel(None);
        let sender = Arc::new(sender);
        let answer = Arc::downgrade(&sender);
        let own = Arc::new(());
        let question = question();
        let task = runtime.spawn(async move {
            let answer = question.await;
            sender.send_replace(Some(answer));
        });
        *running = Some(Running {
            answer,
            begun_by: Arc::downgrade(&own),
            since: Instant::now(),
            task: task.abort_handle(),
        });
        Ok((receiver, Some(own)))
    }
}

impl<T> Running<T> {
    /// The sender of the answer, unless the task is over or as good as that.
    fn answer(&self) -> Option<Arc<Sender<T>>> {
        let is_awaited = self.begun_by.strong_count() > 0;
        let answer = self.answer.upgrade()?;
        (is_awaited || self.since.elapsed() < LONGEST).then_some(answer)
    }
}

impl<T> Drop for Running<T> {
    fn drop(&mut self) {
        self.task.abort();
    }
}
