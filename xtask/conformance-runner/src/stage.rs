//! What stands behind the handlers of the server: it does as the case that runs says.

use std::any::Any;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lockstep_core::Failure;
use lockstep_core::operation::Operation;

/// A typed value without its type.
pub(crate) type Untyped = Box<dyn Any + Send>;

/// Takes down what the handlers are called with, and answers as planned.
#[derive(Clone, Default)]
pub struct Stage(Arc<Mutex<Scene>>);

#[derive(Default)]
struct Scene {
    planned: Option<Untyped>,
    calls: Vec<Heard>,
}

/// A call of a handler.
pub(crate) struct Heard {
    /// The operation's name.
    pub(crate) operation: &'static str,
    /// Its input.
    pub(crate) input: Untyped,
}

impl Stage {
    /// What each handler of a harness does.
    ///
    /// # Errors
    ///
    /// The error that is planned; where nothing is planned, that the operation is not implemented, which no case expects.
    pub fn perform<O>(&self, input: O::Input) -> Result<O::Output, O::Error>
    where
        O: Operation,
        O::Input: 'static,
        O::Output: 'static,
        O::Error: From<Failure>,
    {
        let mut scene = self.scene();
        scene.calls.push(Heard {
            operation: O::SPEC.name,
            input: Box::new(input),
        });
        match scene
            .planned
            .take()
            .map(Untyped::downcast::<Result<O::Output, O::Error>>)
        {
            Some(Ok(answer)) => *answer,
            _ => Err(Failure::not_implemented().into()),
        }
    }

    /// Plans the answer of the next call, a `Result` of an operation's output and error.
    pub(crate) fn plan(&self, answer: Untyped) {
        self.scene().planned = Some(answer);
    }

    /// The calls since the last time.
    pub(crate) fn calls(&self) -> Vec<Heard> {
        std::mem::take(&mut self.scene().calls)
    }

    /// A case that panicked does not spoil the next one.
    fn scene(&self) -> MutexGuard<'_, Scene> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
