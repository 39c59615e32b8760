//! A whole service inside a test: on a free port, with a clock that the test moves, and a store of its own.
//!
//! ```
//! use std::time::Duration;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let chat = connect_chat::testing::start().await?;
//! // Any client of Amazon Connect works with this endpoint and these credentials, and any client of its participant
//! // service, ChatJS included, with the same endpoint and the tokens that it gets there.
//! let (endpoint, (key, secret)) = (chat.endpoint(), chat.credentials());
//! assert!(endpoint.starts_with("http://127.0.0.1:"));
//! # assert_eq!((key, secret), ("AKIDEXAMPLE", "secret"));
//! // A timer of five minutes is over at once, and what it told is recorded.
//! chat.clock.advance(Duration::from_secs(300)).await?;
//! # Ok(())
//! # }
//! ```
//!
//! Nothing of it reads the environment. When it is dropped, the service ends and its store is removed.

use std::error::Error;
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::clock::ClockSetting;
use crate::config::{Config, LogFormat, Switch};
use crate::flows::DisconnectFlow;
use crate::moment::Moment;
use crate::server::{RunError, Server};
use crate::service;
use crate::socket::{Limits, Sockets};
use crate::store::Store;
use crate::timekeeper::{AdvanceError, Timekeeper};

/// The one access key that requests are signed with.
const KEY: (&str, &str) = ("AKIDEXAMPLE", "secret");

/// A service that runs until this is dropped.
pub struct TestChat {
    /// The clock, which stands until it is moved.
    pub clock: TestClock,
    /// The web sockets that are open.
    pub sockets: Sockets,
    /// The store, for what no operation shows.
    pub store: Arc<dyn Store>,
    address: SocketAddr,
    control: Option<SocketAddr>,
    /// The service ends when it is dropped.
    stop: oneshot::Sender<()>,
    ended: JoinHandle<Result<(), RunError>>,
}

/// A service with a manual clock that starts at the machine's time.
///
/// # Errors
///
/// There is no folder for the store, or no port.
pub async fn start() -> Result<TestChat, StartError> {
    start_with(|_| ()).await
}

/// A service whose settings are changed before it starts, such as what becomes of a chat after an
/// auto-disconnect.
///
/// # Errors
///
/// As for [`start`], or the settings cannot be used.
pub async fn start_with(change: impl FnOnce(&mut Config)) -> Result<TestChat, StartError> {
    let folder = TempDir::new().map_err(StartError::Folder)?;
    let (id, secret) = KEY;
    let free = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let mut config = Config {
        listen: free,
        data_dir: folder.path().to_owned(),
        instances: Vec::new(),
        clock: ClockSetting::Manual(None),
        control: Some(free),
        websocket_url: None,
        socket_limits: Limits::default(),
        disconnect_flow: DisconnectFlow::KeepOpen,
        choose: Vec::new(),
        chat_duration: None,
        quotas: Switch::Off,
        auth: Switch::On,
        access_keys: format!("{id}:{secret}").parse().into_iter().collect(),
        access_key_file: None,
        region: "us-east-1".to_owned(),
        account: "111122223333".to_owned(),
        grace: 0,
        log: "info".to_owned(),
        log_format: LogFormat::Text,
    };
    change(&mut config);
    let server = Server::bind(config, service::router).await;
    let server = server.map_err(StartError::Server)?;
    let (address, control) = (server.address(), server.control_address());
    let (store, timekeeper) = (server.store().clone(), server.timekeeper().clone());
    let sockets = server.sockets().clone();
    let (stop, stopped) = oneshot::channel::<()>();
    let ended = tokio::spawn(async move {
        let served = server.serve(async {
            // An error says that the other side was dropped, which is what is waited for.
            let _ = stopped.await;
        });
        let served = served.await;
        drop(folder);
        served
    });
    Ok(TestChat {
        clock: TestClock(timekeeper),
        sockets,
        store,
        address,
        control,
        stop,
        ended,
    })
}

impl TestChat {
    /// Ends the service, and returns when its store is closed; a service that is dropped ends by itself, a
    /// little later. On a folder of the test's own, another can be started then, and goes on where this one
    /// stopped.
    ///
    /// # Errors
    ///
    /// [`RunError::Serve`], if it had ended before.
    pub async fn stop(self) -> Result<(), RunError> {
        drop(self.stop);
        match self.ended.await {
            Ok(ended) => ended,
            Err(error) => Err(RunError::Serve(io::Error::other(error))),
        }
    }

    /// The endpoint of the API, such as `http://127.0.0.1:41234`.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address of the control routes, in the same form, unless the settings were changed not to have any.
    #[must_use]
    pub fn control(&self) -> Option<String> {
        self.control.map(|address| format!("http://{address}"))
    }

    /// The access key that requests are signed with, and its secret; the region is `us-east-1`.
    #[must_use]
    pub fn credentials(&self) -> (&'static str, &'static str) {
        KEY
    }
}

/// The clock of a service in a test.
pub struct TestClock(Arc<Timekeeper>);

impl TestClock {
    /// What the clock shows.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.0.clock().now()
    }

    /// Moves the clock on, and returns what it shows then, when all that fell due is recorded and shown.
    ///
    /// # Errors
    ///
    /// [`AdvanceError`].
    pub async fn advance(&self, by: Duration) -> Result<Moment, AdvanceError> {
        self.0.advance(by).await
    }
}

/// Why a service does not start.
#[derive(Debug)]
pub enum StartError {
    /// There is no folder for its store.
    Folder(io::Error),
    /// It cannot start in it.
    Server(RunError),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(_) => f.write_str("there is no folder for the store"),
            Self::Server(_) => f.write_str("the service cannot start"),
        }
    }
}

impl Error for StartError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Folder(error) => Some(error),
            Self::Server(error) => Some(error),
        }
    }
}
