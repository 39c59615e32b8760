//! Authorization: what a caller may do, as a hook of the program's decides.

use std::any::Any;
use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use lockstep_core::operation::OperationSpec;

use super::{Identity, NOT_ALLOWED};
use crate::context::RequestContext;

/// What somebody asks for, before it is done: who, which operation, with which input.
///
/// The hook of [`Service::authorize`](crate::Service::authorize) sees it.
pub struct Access<'a> {
    context: &'a RequestContext,
    input: &'a dyn Any,
}

impl<'a> Access<'a> {
    /// What a hook sees of a request; the server makes it, and the test of a hook.
    pub fn new(context: &'a RequestContext, input: &'a dyn Any) -> Self {
        Self { context, input }
    }

    /// The circumstances of the request, as the handler will see them.
    pub fn context(&self) -> &'a RequestContext {
        self.context
    }

    /// Who asks.
    pub fn identity(&self) -> &'a Identity {
        self.context.identity()
    }

    /// The operation that is asked for.
    pub fn operation(&self) -> &'static OperationSpec {
        self.context.operation()
    }

    /// The operation's input, which could be read and breaks no constraint; `None` if it is of another type, because
    /// this is another operation.
    pub fn input<T: 'static>(&self) -> Option<&'a T> {
        self.input.downcast_ref()
    }
}

impl fmt::Debug for Access<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access")
            .field("context", self.context)
            .finish_non_exhaustive()
    }
}

/// Why a hook does not let a request through.
#[derive(Debug)]
pub struct Denied(Why);

#[derive(Debug)]
pub(crate) enum Why {
    NotAllowed(String),
    Throttled(String),
    Failed(Box<dyn Error + Send + Sync>),
}

impl Denied {
    /// The caller may not do this: it is answered with `AccessDeniedException` and 403, and told no reason.
    pub fn new() -> Self {
        Self::because(NOT_ALLOWED)
    }

    /// The same, and the caller is told this.
    pub fn because(message: impl Into<String>) -> Self {
        Self(Why::NotAllowed(message.into()))
    }

    /// The caller may do this, and does it too often: it is answered with `ThrottlingException` and 429, which the SDKs
    /// of AWS take for a reason to pause and try again.
    pub fn throttled() -> Self {
        Self(Why::Throttled("Rate exceeded".to_owned()))
    }

    /// It could not be found out: the request is answered with the service's internal error. The source is logged, and
    /// the caller is not told.
    pub fn failed(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(Why::Failed(source.into()))
    }

    pub(crate) fn why(self) -> Why {
        self.0
    }
}

impl Default for Denied {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Why::NotAllowed(message) | Why::Throttled(message) => f.write_str(message),
            Why::Failed(_) => f.write_str("the authorization could not be decided"),
        }
    }
}

impl Error for Denied {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            Why::NotAllowed(_) | Why::Throttled(_) => None,
            Why::Failed(source) => Some(&**source),
        }
    }
}

/// A hook that is deciding. It borrows nothing, so it holds neither the input nor the context.
pub(crate) type Decision = Pin<Box<dyn Future<Output = Result<(), Denied>> + Send>>;

/// A hook without its types.
pub(crate) type Hook = Arc<dyn Fn(&Access<'_>) -> Decision + Send + Sync>;

pub(crate) fn erase<F, Fut>(hook: F) -> Hook
where
    F: Fn(&Access<'_>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<(), Denied>> + Send + 'static,
{
    Arc::new(move |access| Box::pin(hook(access)))
}
