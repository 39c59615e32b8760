//! A service under construction: operations, limits, who may call, and other services on the same port.

use std::fmt;
use std::sync::Arc;

use lockstep_core::operation::{OperationSpec, ServerOperation, ServiceSpec};

use crate::auth::{self, Access, Authentication, Denied, Hook};
use crate::context::RequestContext;
use crate::dispatch::{Dispatcher, Routes};
use crate::limits::Limits;
use crate::operation::{Route, Typed};
use crate::table::Table;

/// The operations of one service, or of several, and how they are served.
///
/// The server crate that is generated from a model makes it and enters every operation; what is
/// left to the program is limits, authentication, other services, and the turn into an axum router.
#[derive(Clone)]
#[must_use = "a service answers nothing until it is made into a router or a tower service"]
pub struct Service {
    spec: &'static ServiceSpec,
    limits: Limits,
    authentication: Option<Arc<Authentication>>,
    authorize: Option<Hook>,
    table: Table,
    routes: Vec<Route>,
    conflicts: Vec<Conflict>,
}

/// Two operations with the same method, path and query literals.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Conflict {
    /// The operation that was there first, and answers.
    pub kept: &'static OperationSpec,
    /// The one that came later, and is never called.
    pub left_out: &'static OperationSpec,
}

impl Service {
    /// A service without operations and with the default limits.
    pub fn new(spec: &'static ServiceSpec) -> Self {
        Self {
            spec,
            limits: Limits::default(),
            authentication: None,
            authorize: None,
            table: Table::default(),
            routes: Vec::new(),
            conflicts: Vec::new(),
        }
    }

    /// Enters an operation, named by its own type, implemented by a function of the service's state.
    ///
    /// The function is called once for each request whose input could be read and breaks no
    /// constraint. Its future is dropped at an `await` when the client goes away or the deadline
    /// passes, and a panic in it is answered as an internal error.
    pub fn operation<O, S, F, Fut>(mut self, _: O, state: &Arc<S>, call: F) -> Self
    where
        O: ServerOperation + 'static,
        S: Send + Sync + 'static,
        F: Fn(Arc<S>, RequestContext, O::Input) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<O::Output, O::Error>> + Send + 'static,
    {
        self.enter(Route {
            service: O::SERVICE,
            operation: O::SPEC,
            limits: self.limits,
            authentication: self.authentication.clone(),
            authorize: self.authorize.clone(),
            handler: Arc::new(Typed::<O, S, F>::new(Arc::clone(state), call)),
        });
        self
    }

    /// Sets the limits of all operations, those that are entered later included. A service that is
    /// merged in later keeps its own.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        for route in &mut self.routes {
            route.limits = limits;
        }
        self
    }

    /// Verifies the callers of all operations that ask for it, those that are entered later included; the
    /// [module](crate::auth) has the rules. A service that is merged in later keeps its own.
    ///
    /// Without this, every operation is open.
    pub fn authentication(mut self, authentication: Authentication) -> Self {
        let authentication = Arc::new(authentication);
        for route in &mut self.routes {
            route.authentication = Some(Arc::clone(&authentication));
        }
        self.authentication = Some(authentication);
        self
    }

    /// Asks this hook whether a caller may do what it asks for, at each request to any of the operations, those that
    /// are entered later included. A service that is merged in later keeps its own.
    ///
    /// The hook is called once the input was read and breaks no constraint, and the handler runs only if it answers
    /// [`Ok`]. Its future borrows nothing, so it takes out of [`Access`] what it needs (a function, as opposed to a
    /// closure, returns `impl Future<…> + Send + use<>`); the handler's deadline counts for it too, and a panic in it
    /// is answered as an internal error.
    ///
    /// What it does not know it should deny, such as an operation that the model gets later, or an input of another
    /// type:
    ///
    /// ```
    /// use lockstep_server::auth::{Access, Denied};
    /// # struct ReadNote { owner: String }
    /// # fn with_hook(service: lockstep_server::Service) -> lockstep_server::Service {
    /// service.authorize(|access: &Access<'_>| {
    ///     let caller = access.identity().principal();
    ///     let allowed = match access.operation().name {
    ///         "ListNotes" => caller.is_some(),
    ///         "ReadNote" => access
    ///             .input::<ReadNote>()
    ///             .is_some_and(|input| caller == Some(&input.owner)),
    ///         _ => false,
    ///     };
    ///     async move { if allowed { Ok(()) } else { Err(Denied::new()) } }
    /// })
    /// # }
    /// ```
    pub fn authorize<F, Fut>(mut self, hook: F) -> Self
    where
        F: Fn(&Access<'_>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<(), Denied>> + Send + 'static,
    {
        let hook = auth::erase(hook);
        for route in &mut self.routes {
            route.authorize = Some(Arc::clone(&hook));
        }
        self.authorize = Some(hook);
        self
    }

    /// Puts the operations of another service into the same table, so that one port serves both.
    ///
    /// Where both have the same method and path, this service's operation answers, and
    /// [`conflicts`](Self::conflicts) names the pair.
    pub fn merge(mut self, other: Service) -> Self {
        self.conflicts.extend(other.conflicts);
        for route in other.routes {
            self.enter(route);
        }
        self
    }

    /// The operations that can never be called, because another one has their method and path. The
    /// generator refuses a model with such a pair, so they come from two services. Each is logged
    /// as an error too.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// The service as an axum router, to be layered, nested and served like any other.
    ///
    /// The router has this service as its fallback and no routes, so the program may add routes of
    /// its own; two such routers cannot be merged by axum, but [`merge`](Self::merge) does it.
    pub fn into_router(self) -> axum::Router {
        axum::Router::new().fallback_service(self.into_service())
    }

    /// The service as a plain `tower` service over any body, without axum's router around it.
    ///
    /// Operations that are open or closed by mistake are logged here ([`authentication`](Self::authentication)).
    pub fn into_service(self) -> Dispatcher {
        auth::report(&self.routes);
        Dispatcher::new(Routes {
            table: self.table,
            routes: self.routes,
            first: self.spec,
        })
    }

    fn enter(&mut self, route: Route) {
        match self.table.insert(route.operation, self.routes.len()) {
            Ok(()) => self.routes.push(route),
            Err(index) => {
                let kept = self
                    .routes
                    .get(index)
                    .map_or(route.operation, |kept| kept.operation);
                let left_out = route.operation;
                tracing::error!(
                    kept = kept.name,
                    left_out = left_out.name,
                    "two operations have one path"
                );
                self.conflicts.push(Conflict { kept, left_out });
            }
        }
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operations: Vec<_> = self
            .routes
            .iter()
            .map(|route| route.operation.name)
            .collect();
        f.debug_struct("Service")
            .field("name", &self.spec.name)
            .field("operations", &operations)
            .field("limits", &self.limits)
            .field("authentication", &self.authentication)
            .finish_non_exhaustive()
    }
}
