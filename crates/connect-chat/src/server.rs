//! From the settings to a running service, and back down.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use lockstep_server::auth::Authentication;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::access_keys::{KeysError, KnownKeys};
use crate::clock::Clock;
use crate::config::{Config, Switch};
use crate::control;
use crate::flows::Flows;
use crate::logging;
use crate::quotas::Quotas;
use crate::socket::{SocketUrl, Sockets};
use crate::store::sqlite::{OpenError, Reservation, SqliteStore};
use crate::store::{Store, StoreError, Times};
use crate::timekeeper::Timekeeper;

mod error;
mod health;
mod listen;

pub use error::RunError;

use listen::{at_once, listen};

/// What an API is made of.
#[derive(Clone)]
pub struct Application {
    /// Where the contacts are.
    pub store: Arc<dyn Store>,
    /// The clock of the chat's own world.
    pub clock: Clock,
    /// The region in ARNs.
    pub region: String,
    /// The account in ARNs.
    pub account: String,
    /// Where participants open their web sockets, and files are beside them.
    pub websocket_url: SocketUrl,
    /// The web sockets that are open.
    pub sockets: Sockets,
    /// What is left of the quotas; nobody counts without it.
    pub quotas: Option<Arc<Quotas>>,
    /// Who may call; anyone without it.
    pub authentication: Option<Authentication>,
}

/// Runs the service as a program does: with its log, until SIGTERM or ctrl-c. The first line of the
/// standard output is `listening on http://<address>`, written when connections are accepted, for a program
/// that starts this one and let the system choose the port; the second, if there are control routes, is
/// `control on http://<address>`.
///
/// # Errors
///
/// [`RunError`], if the service cannot start, or cannot go on.
pub async fn run(config: Config, api: impl FnOnce(&Application) -> Router) -> Result<(), RunError> {
    logging::init(&config)?;
    // From here on a signal waits for its turn, also if it comes before the service is up.
    let told_to_stop = stop_signal().map_err(RunError::Signal)?;
    let server = Server::bind(config, api).await?;
    let mut lines = format!("listening on http://{}\n", server.address());
    if let Some(address) = server.control_address() {
        lines += &format!("control on http://{address}\n");
    }
    let announced = io::stdout().write_all(lines.as_bytes());
    if let Err(error) = announced {
        // Whoever started us does not listen. The log has the address as well.
        tracing::debug!(%error, "the standard output is closed");
    }
    server.serve(told_to_stop).await
}

/// A service that has its store and its port, and does not answer yet.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
    control: Option<(TcpListener, SocketAddr, Router)>,
    timekeeper: Arc<Timekeeper>,
    sockets: Sockets,
    store: Arc<dyn Store>,
    grace: Duration,
    /// Given back when this value is gone, after the store was closed.
    _reservation: Reservation,
}

impl Server {
    /// Opens the store and the ports. `api` makes the router of the API; beside it there is `GET /health`,
    /// which answers 200 if the store answers, and 503 if not.
    ///
    /// # Errors
    ///
    /// [`RunError::Keys`], [`RunError::Store`], [`RunError::Clock`], [`RunError::Flow`] and
    /// [`RunError::Bind`].
    pub async fn bind(
        config: Config,
        api: impl FnOnce(&Application) -> Router,
    ) -> Result<Self, RunError> {
        let authentication = authentication(&config)?;
        let reservation = reserve(&config).await?;
        let store = SqliteStore::open(&config.data_dir, config.instances()).await?;
        let store = store.choosing(config.choices()).lasting(config.duration());
        let store: Arc<dyn Store> = Arc::new(store);
        let bound = Self::bind_to(config, api, authentication, store.clone(), reservation).await;
        if bound.is_err() {
            store.close().await;
        }
        bound
    }

    async fn bind_to(
        config: Config,
        api: impl FnOnce(&Application) -> Router,
        authentication: Option<Authentication>,
        store: Arc<dyn Store>,
        reservation: Reservation,
    ) -> Result<Self, RunError> {
        let (listener, address) = listen(config.listen).await?;
        let clock = clock(&config, &*store).await.map_err(RunError::Clock)?;
        let flows = Arc::new(Flows::new(store.clone(), &config.disconnect_flow)?);
        let timekeeper = Arc::new(Timekeeper::new(store.clone(), clock.clone(), flows));
        let control = match config.control {
            Some(address) => Some(listen(address).await?),
            None => None,
        };
        let application = Application {
            store: store.clone(),
            clock: clock.clone(),
            region: config.region,
            account: config.account,
            websocket_url: config
                .websocket_url
                .unwrap_or_else(|| SocketUrl::of(address)),
            sockets: Sockets::new(config.socket_limits),
            quotas: (config.quotas == Switch::On).then(Arc::default),
            authentication,
        };
        // The API has the fallback, so that every path but the one of the health route is its own, and
        // what it does not know is answered in the form of its protocol.
        let health = health::router(store.clone());
        let router = health.clone().fallback_service(api(&application));
        let controls = control::router(store.clone(), timekeeper.clone()).merge(health);
        tracing::info!(%address, data_dir = %config.data_dir.display(), %clock, "the service is up");
        Ok(Self {
            listener,
            address,
            router,
            control: control.map(|(listener, address)| (listener, address, controls)),
            timekeeper,
            sockets: application.sockets,
            store,
            grace: Duration::from_secs(config.grace),
            _reservation: reservation,
        })
    }

    /// Where the service listens, with the port that the system chose.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the control routes listen, if they do.
    #[must_use]
    pub fn control_address(&self) -> Option<SocketAddr> {
        self.control.as_ref().map(|(_, address, _)| *address)
    }

    /// Where the contacts are.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// What lets the timers run out, and moves a manual clock.
    #[must_use]
    pub fn timekeeper(&self) -> &Arc<Timekeeper> {
        &self.timekeeper
    }

    /// The web sockets that are open.
    #[must_use]
    pub fn sockets(&self) -> &Sockets {
        &self.sockets
    }

    /// Answers requests, and lets timers run out, until `stop` is done. Then no new connection is accepted, the
    /// requests and sockets that are open are given their time to finish, and the store is closed. Connections that are
    /// open beyond that live on in tasks of their own, on a closed store, until the runtime or the program ends.
    /// Nobody waits for those of the control routes.
    ///
    /// # Errors
    ///
    /// [`RunError::Serve`].
    pub async fn serve(
        self,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), RunError> {
        let Self {
            listener,
            router,
            control,
            timekeeper,
            sockets,
            store,
            grace,
            ..
        } = self;
        // Tasks of their own, which end with this call, also if it is dropped.
        let mut background = JoinSet::new();
        background.spawn(async move { timekeeper.run().await });
        if let Some((listener, _, controls)) = control {
            background.spawn(async move {
                if let Err(error) = axum::serve(listener, controls).await {
                    tracing::error!(%error, "the control routes have ended");
                }
            });
        }
        let stopping = Arc::new(Notify::new());
        let stopped = stopping.clone();
        let told = sockets.clone();
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let serving = axum::serve(at_once(listener), service).with_graceful_shutdown(async move {
            stop.await;
            tracing::info!("the service was told to end");
            told.close();
            stopped.notify_one();
        });
        let out_of_patience = async {
            stopping.notified().await;
            sleep(grace).await;
        };
        let served = tokio::select! {
            served = async {
                let served = serving.await;
                sockets.until_at_most(0).await;
                served
            } => served.map_err(RunError::Serve),
            () = out_of_patience => {
                tracing::warn!(?grace, "requests are still open; the store closes under them");
                Ok(())
            }
        };
        background.shutdown().await;
        store.close().await;
        tracing::info!("the service has ended");
        served
    }
}

/// The store for this process alone, before it is opened: what opens it may bring it up to date.
async fn reserve(config: &Config) -> Result<Reservation, OpenError> {
    let folder = config.data_dir.clone();
    match tokio::task::spawn_blocking(move || Reservation::of(&folder)).await {
        Ok(reserved) => reserved,
        Err(stopped) => Err(OpenError::Folder(
            config.data_dir.clone(),
            io::Error::other(stopped),
        )),
    }
}

/// The clock of the settings, as it goes on from what the store knows.
async fn clock(config: &Config, store: &dyn Store) -> Result<Clock, StoreError> {
    let Times { stood, latest } = store.times().await?;
    let clock = config.clock.clock(stood, latest);
    let now = clock.now();
    if clock.is_manual() {
        store.set_clock(now).await?;
    }
    if let Some(latest) = latest.filter(|latest| *latest > now) {
        tracing::warn!(
            now = now.date_time(),
            latest = latest.date_time(),
            "the store has been in the future: timers of its chats stand until the clock is there"
        );
    }
    Ok(clock)
}

/// Whose signatures are good, unless signatures are turned off.
fn authentication(config: &Config) -> Result<Option<Authentication>, KeysError> {
    if config.auth == Switch::Off {
        tracing::warn!("signatures are not checked: anyone may call");
        return Ok(None);
    }
    let keys = KnownKeys::new(&config.access_keys, config.access_key_file.as_deref())?;
    Ok(Some(
        Authentication::new().sigv4(config.region.clone(), keys),
    ))
}

/// Done when this process is told to end. The signals are caught from the call on, not from the first poll.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "ctrl-c cannot be caught");
        }
    })
}
