//! Waiters: one call again and again, until its answer says that what is waited for has come, or that it never will.
//!
//! The rules are those of <https://smithy.io/2.0/additional-specs/waiters.html>.

use std::fmt;
use std::time::Duration;

use lockstep_core::operation::{ClientOperation, Operation};
use tokio::time::{Instant, sleep};

use crate::{Client, Error, jitter};

/// How an operation is asked until something has come; a generated client has a method for each one of the model.
pub struct Waiter<O: Operation + 'static> {
    /// The least delay between two calls, in seconds.
    pub min_delay: u32,
    /// The greatest delay between two calls, in seconds.
    pub max_delay: u32,
    /// What answers say; the first one that matches decides. Where none does, an output says that it is to be asked
    /// again, and an error that it failed.
    pub acceptors: &'static [(State, Matcher<O>)],
}

/// What an answer says about what is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It has come.
    Success,
    /// It will never come.
    Failure,
    /// It may still come.
    Retry,
}

/// Which answers are meant. An error is one that the service answered with: a call without an answer says nothing of
/// what is waited for.
pub enum Matcher<O: Operation + 'static> {
    /// Outputs of which this is true.
    Output(fn(&O::Output) -> bool),
    /// Outputs of which this is true together with the input.
    InputOutput(fn(&O::Input, &O::Output) -> bool),
    /// All outputs.
    Success,
    /// All errors.
    AnyError,
    /// Errors of this name.
    Error(&'static str),
}

impl Client {
    /// Calls an operation until its answer says that what is waited for has come, and returns that output; `None` if an
    /// error says so, such as that a thing is not found any more.
    ///
    /// Between two calls it waits at random between the waiter's least delay and one that is twice as long each time, up
    /// to the greatest. It stops where `max_wait` leaves no room for another call after the least delay; a call that has
    /// begun is not broken off.
    ///
    /// # Errors
    ///
    /// See [`WaitError`].
    pub async fn wait<O>(
        &self,
        waiter: &Waiter<O>,
        input: O::Input,
        max_wait: Duration,
    ) -> Result<Option<O::Output>, WaitError<O::Output, O::Error>>
    where
        O: ClientOperation<Input: Clone> + 'static,
    {
        let began = Instant::now();
        let mut attempts = 1;
        loop {
            let answer = self.call::<O>(input.clone()).await;
            match (waiter.judge(&input, &answer), answer) {
                (State::Success, answer) => return Ok(answer.ok()),
                (State::Failure, Ok(output)) => return Err(WaitError::Failed(Box::new(output))),
                (State::Failure, Err(error)) => return Err(WaitError::Error(error)),
                (State::Retry, _) => {}
            }
            let left = max_wait.saturating_sub(began.elapsed());
            let Some(delay) = waiter.delay(attempts, left) else {
                return Err(WaitError::TimedOut { attempts, max_wait });
            };
            sleep(delay).await;
            attempts += 1;
        }
    }
}

impl<O: Operation + 'static> Waiter<O> {
    fn judge(&self, input: &O::Input, answer: &Result<O::Output, Error<O::Error>>) -> State {
        let mut acceptors = self.acceptors.iter();
        match acceptors.find(|(_, matcher)| matcher.matches(input, answer)) {
            Some((state, _)) => *state,
            None if answer.is_ok() => State::Retry,
            None => State::Failure,
        }
    }

    /// The delay after a call, with this much time left; `None` if there is not enough for another call.
    fn delay(&self, attempts: u32, left: Duration) -> Option<Duration> {
        let min = u64::from(self.min_delay) * 1000;
        let max = u64::from(self.max_delay.max(self.min_delay)) * 1000;
        let doubled = 2_u64.saturating_pow(attempts.saturating_sub(1));
        let delay = jitter::between(min, min.saturating_mul(doubled).min(max));
        let (min, delay) = (Duration::from_millis(min), Duration::from_millis(delay));
        // So that the last call is made where there is just time for it.
        let latest = left.checked_sub(min).filter(|latest| !latest.is_zero())?;
        Some(delay.min(latest))
    }
}

impl<O: Operation + 'static> Matcher<O> {
    fn matches(&self, input: &O::Input, answer: &Result<O::Output, Error<O::Error>>) -> bool {
        match (self, answer) {
            (Self::Output(is_meant), Ok(output)) => is_meant(output),
            (Self::InputOutput(is_meant), Ok(output)) => is_meant(input, output),
            (Self::Success, Ok(_)) | (Self::AnyError, Err(Error::Service(_))) => true,
            (Self::Error(name), Err(Error::Service(error))) => error.code() == Some(name),
            _ => false,
        }
    }
}

impl<O: Operation + 'static> fmt::Debug for Waiter<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiter")
            .field("operation", &O::SPEC.name)
            .field("min_delay", &self.min_delay)
            .field("max_delay", &self.max_delay)
            .finish_non_exhaustive()
    }
}

impl<O: Operation + 'static> fmt::Debug for Matcher<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Output(_) => f.write_str("Output"),
            Self::InputOutput(_) => f.write_str("InputOutput"),
            Self::Success => f.write_str("Success"),
            Self::AnyError => f.write_str("AnyError"),
            Self::Error(name) => f.debug_tuple("Error").field(name).finish(),
        }
    }
}

/// What was waited for did not come; `T` is the operation's output, `E` the enum of its errors.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError<T, E> {
    /// This output says that it will never come.
    Failed(Box<T>),
    /// A call failed, and the error does not say that it may still come.
    Error(Error<E>),
    /// It took too long.
    TimedOut {
        /// How many calls were made.
        attempts: u32,
        /// How long it was to be waited for.
        max_wait: Duration,
    },
}

impl<T, E: fmt::Display> fmt::Display for WaitError<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed(_) => f.write_str("the service says that what is waited for cannot come"),
            Self::Error(error) => error.fmt(f),
            Self::TimedOut { attempts, max_wait } => write!(
                f,
                "what is waited for did not come within {max_wait:?} (after {attempts} calls)"
            ),
        }
    }
}

impl<T: fmt::Debug, E: std::error::Error + 'static> std::error::Error for WaitError<T, E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Error(error) => Some(error),
            Self::Failed(_) | Self::TimedOut { .. } => None,
        }
    }
}
