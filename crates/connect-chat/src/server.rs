//! From the settings to a running service, and back down.

use std::error::Error;
use std::fmt;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use lockstep_server::auth::Authentication;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::access_keys::{KeysError, KnownKeys};
use crate::clock::Clock;
use crate::config::{Config, Switch};
use crate::logging;
use crate::store::sqlite::{OpenError, SqliteStore};
use crate::store::{Store, StoreError, Times};
use crate::timekeeper::Timekeeper;

/// How long the health route waits for the store.
const HEALTH_TIMEOUT: Duration = Duration::from_secs(2);

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
    /// Who may call; anyone without it.
    pub authentication: Option<Authentication>,
}

/// Runs the service as a program does: with its log, until SIGTERM or ctrl-c. The first line of the
/// standard output is `listening on http://<address>`, written when connections are accepted, for a program
/// that starts this one and let the system choose the port.
///
/// # Errors
///
/// [`RunError`], if the service cannot start, or cannot go on.
pub async fn run(config: Config, api: impl FnOnce(&Application) -> Router) -> Result<(), RunError> {
    logging::init(&config)?;
    // From here on a signal waits for its turn, also if it comes before the service is up.
    let told_to_stop = stop_signal().map_err(RunError::Signal)?;
    let server = Server::bind(config, api).await?;
    let announced = writeln!(io::stdout(), "listening on http://{}", server.address());
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
    timekeeper: Arc<Timekeeper>,
    store: Arc<dyn Store>,
    grace: Duration,
}

impl Server {
    /// Opens the store and the port. `api` makes the router of the API; beside it there is `GET /health`,
    /// which answers 200 if the store answers, and 503 if not.
    ///
    /// # Errors
    ///
    /// [`RunError::Keys`], [`RunError::Store`] and [`RunError::Bind`].
    pub async fn bind(
        config: Config,
        api: impl FnOnce(&Application) -> Router,
    ) -> Result<Self, RunError> {
        let authentication = authentication(&config)?;
        let store = SqliteStore::open(&config.data_dir, config.instances()).await?;
        let store: Arc<dyn Store> = Arc::new(store);
        let bound = async {
            let listener = TcpListener::bind(config.listen).await?;
            let address = listener.local_addr()?;
            Ok((listener, address))
        };
        let (listener, address) = match bound.await {
            Ok(bound) => bound,
            Err(error) => {
                store.close().await;
                return Err(RunError::Bind(config.listen, error));
            }
        };
        let clock = match clock(&config, &*store).await {
            Ok(clock) => clock,
            Err(error) => {
                store.close().await;
                return Err(RunError::Clock(error));
            }
        };
        let application = Application {
            store: store.clone(),
            clock: clock.clone(),
            region: config.region,
            account: config.account,
            authentication,
        };
        // The API has the fallback, so that every path but the one of the health route is its own, and
        // what it does not know is answered in the form of its protocol.
        let router = Router::new()
            .route("/health", get(health))
            .with_state(store.clone())
            .fallback_service(api(&application));
        tracing::info!(%address, data_dir = %config.data_dir.display(), %clock, "the service is up");
        Ok(Self {
            listener,
            address,
            router,
            timekeeper: Arc::new(Timekeeper::new(store.clone(), clock)),
            store,
            grace: Duration::from_secs(config.grace),
        })
    }

    /// Where the service listens, with the port that the system chose.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What lets the timers run out, and moves a manual clock.
    #[must_use]
    pub fn timekeeper(&self) -> &Arc<Timekeeper> {
        &self.timekeeper
    }

    /// Answers requests, and lets timers run out, until `stop` is done. Then no new connection is accepted, the requests that are
    /// open are given their time to finish, and the store is closed. Connections that are open beyond that
    /// live on in tasks of their own, on a closed store, until the runtime or the program ends.
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
            timekeeper,
            store,
            grace,
            ..
        } = self;
        // A task of its own, which ends with this call, also if it is dropped.
        let mut background = JoinSet::new();
        background.spawn(async move { timekeeper.run().await });
        let stopping = Arc::new(Notify::new());
        let stopped = stopping.clone();
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
            stop.await;
            tracing::info!("the service was told to end");
            stopped.notify_one();
        });
        let out_of_patience = async {
            stopping.notified().await;
            sleep(grace).await;
        };
        let served = tokio::select! {
            served = async { serving.await } => served.map_err(RunError::Serve),
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

async fn health(State(store): State<Arc<dyn Store>>) -> (StatusCode, &'static str) {
    match timeout(HEALTH_TIMEOUT, store.check()).await {
        Ok(Ok(())) => (StatusCode::OK, "ok\n"),
        Ok(Err(error)) => {
            tracing::error!(cause = error.source(), "{error}");
            (StatusCode::SERVICE_UNAVAILABLE, "the store does not work\n")
        }
        Err(_) => {
            tracing::error!("the store does not answer");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the store does not answer\n",
            )
        }
    }
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

/// Why the service cannot start, or cannot go on.
#[derive(Debug)]
#[non_exhaustive]
pub enum RunError {
    /// The log cannot be set up: the filter is wrong, or the process has a log already.
    Log(String),
    /// The signals cannot be caught.
    Signal(io::Error),
    /// The access keys cannot be used.
    Keys(KeysError),
    /// The store cannot be opened.
    Store(OpenError),
    /// The store cannot be asked for the time.
    Clock(StoreError),
    /// The address cannot be listened on.
    Bind(SocketAddr, io::Error),
    /// Connections can no longer be accepted.
    Serve(io::Error),
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Log(why) => write!(f, "the log cannot be set up: {why}"),
            Self::Signal(_) => f.write_str("the signals cannot be caught"),
            Self::Keys(_) => f.write_str("the access keys cannot be used"),
            Self::Store(_) => f.write_str("the store cannot be opened"),
            Self::Clock(_) => f.write_str("the store cannot be asked for the time"),
            Self::Bind(address, _) => write!(f, "{address} cannot be listened on"),
            Self::Serve(_) => f.write_str("connections can no longer be accepted"),
        }
    }
}

impl Error for RunError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Log(_) => None,
            Self::Keys(error) => Some(error),
            Self::Store(error) => Some(error),
            Self::Clock(error) => Some(error),
            Self::Signal(error) | Self::Bind(_, error) | Self::Serve(error) => Some(error),
        }
    }
}

impl From<OpenError> for RunError {
    fn from(error: OpenError) -> Self {
        Self::Store(error)
    }
}

impl From<KeysError> for RunError {
    fn from(error: KeysError) -> Self {
        Self::Keys(error)
    }
}
