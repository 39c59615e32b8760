//! What takes time is asked for in a task of its own, by one call for all that wait.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::Instant;

use super::{CredentialsError, CredentialsErrorKind};

/// After how long a task that nobody waits for any more is given up, if somebody asks again.
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
    /// What the task said, or that it did not come to its end: a provider may panic, and a task ends with the runtime of
    /// the call that began it.
    pub(crate) async fn ask<F>(&self, question: impl Fn() -> F) -> Answer<T>
    where
        F: Future<Output = Answer<T>> + Send + 'static,
    {
        loop {
            let (mut answer, is_own) = self.join(&question)?;
            let answered = answer.wait_for(Option::is_some).await;
            match answered.map(|answer| answer.clone()) {
                Ok(Some(answer)) => return answer,
                // Another's task may have been lost with another's runtime.
                _ if !is_own => {}
                _ => {
                    return Err(CredentialsError::new(
                        CredentialsErrorKind::Provider,
                        "the provider panicked, or was stopped",
                    ));
                }
            }
        }
    }

    /// Where the answer will stand, and whether the task was begun for it.
    fn join<F>(&self, question: impl Fn() -> F) -> Result<(Receiver<T>, bool), CredentialsError>
    where
        F: Future<Output = Answer<T>> + Send + 'static,
    {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = running.as_ref().and_then(Running::answer) {
            return Ok((answer.subscribe(), false));
        }
        let runtime =
            Handle::try_current().map_err(|error| CredentialsError::of_provider(error.into()))?;
        let (sender, receiver) = watch::channel(None);
        let sender = Arc::new(sender);
        let answer = Arc::downgrade(&sender);
        let question = question();
        let task = runtime.spawn(async move {
            let answer = question.await;
            sender.send_replace(Some(answer));
        });
        *running = Some(Running {
            answer,
            since: Instant::now(),
            task: task.abort_handle(),
        });
        Ok((receiver, true))
    }
}

impl<T> Running<T> {
    /// The sender of the answer, unless the task is over or as good as that.
    fn answer(&self) -> Option<Arc<Sender<T>>> {
        let is_awaited = |answer: &Arc<Sender<T>>| answer.receiver_count() > 0;
        let answer = self.answer.upgrade()?;
        (is_awaited(&answer) || self.since.elapsed() < LONGEST).then_some(answer)
    }
}

impl<T> Drop for Running<T> {
    fn drop(&mut self) {
        self.task.abort();
    }
}
