//! The API on a router and a store of its own.

use std::sync::Arc;
use std::time::SystemTime;

use axum::Router;
use chat_timeouts::TimerSettings;
use connect_chat::clock::Clock;
use connect_chat::contact::Contact;
use connect_chat::ids::ContactId;
use connect_chat::server::Application;
use connect_chat::service;
use connect_chat::socket::{SocketUrl, Sockets};
use connect_chat::store::sqlite::{FILE_NAME, SqliteStore};
use connect_chat::store::{Instances, Store};
use connect_client::Client;
use connect_client::types::{
    ChatParticipantRoleConfig, ParticipantDetails, ParticipantTimerAction,
    ParticipantTimerConfiguration, ParticipantTimerType, ParticipantTimerValue,
    StartChatContactRequest, TimerEligibleParticipantRoles, UpdateParticipantRoleConfigChannelInfo,
    UpdateParticipantRoleConfigError, UpdateParticipantRoleConfigRequest,
};
use lockstep_server::auth::{AccessKey, AccessKeyMap, Authentication};
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, Row};
use tempfile::TempDir;

pub(crate) use ParticipantTimerType::{DisconnectNoncustomer, Idle};
pub(crate) use TimerEligibleParticipantRoles::{Agent, Customer};

/// What a call fails with.
pub(crate) type CallError<E> = lockstep_client::Error<E>;

/// An API, and what is behind it.
pub(crate) struct Api {
    pub(crate) client: Client,
    pub(crate) router: Router,
    pub(crate) store: Arc<dyn Store>,
    folder: TempDir,
}

/// An API on a store, open to anyone.
pub(crate) fn router_on(store: Arc<dyn Store>) -> Router {
    service::router(&application(store, None))
}

/// An API on a store, open to those who sign with [`KEY`] by this clock.
pub(crate) fn guarded_router_on(
    store: Arc<dyn Store>,
    clock: impl Fn() -> SystemTime + Send + Sync + 'static,
) -> Router {
    let keys = AccessKeyMap::from_iter([AccessKey::new(KEY.0, KEY.1)]);
    let authentication = Authentication::new().sigv4("us-east-1", keys).clock(clock);
    service::router(&application(store, Some(authentication)))
}

/// The access key that all captures are signed with, and its secret.
pub(crate) const KEY: (&str, &str) = ("AKIDEXAMPLE", "secret");

fn application(store: Arc<dyn Store>, authentication: Option<Authentication>) -> Application {
    Application {
        store,
        clock: Clock::real(),
        region: "us-east-1".to_owned(),
        account: "111122223333".to_owned(),
        websocket_url: SocketUrl::of(([127, 0, 0, 1], 1).into()),
        sockets: Sockets::default(),
        quotas: None,
        authentication,
    }
}

impl Api {
    /// An API on a new store, in which an instance comes into being with its first contact.
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path(), Instances::OnDemand)
            .await
            .unwrap();
        let store: Arc<dyn Store> = Arc::new(store);
        let router = router_on(store.clone());
        let client = lockstep_client::Client::on_router(router.clone()).into();
        Self {
            client,
            router,
            store,
            folder,
        }
    }

    /// The id of a chat that was just started in the instance `i`.
    pub(crate) async fn chat(&self) -> String {
        self.client
            .start_chat_contact(start("i"))
            .await
            .unwrap()
            .contact_id
            .unwrap()
    }

    /// A contact of the instance `i` as the store has it.
    pub(crate) async fn contact(&self, contact: &str) -> Contact {
        let (instance, contact) = (super::instance("i"), ContactId::from(contact.to_owned()));
        self.store.contact(&instance, &contact).await.unwrap()
    }

    /// What the timers of a chat of the instance `i` are set to.
    pub(crate) async fn timers(&self, contact: &str) -> TimerSettings {
        self.contact(contact).await.timers
    }

    /// Sets or unsets timers of a contact of the instance `i`.
    pub(crate) async fn update(
        &self,
        contact: &str,
        timers: Vec<ParticipantTimerConfiguration>,
    ) -> Result<(), CallError<UpdateParticipantRoleConfigError>> {
        let update = update("i", contact, timers);
        self.client
            .update_participant_role_config(update)
            .await
            .map(|_| ())
    }

    /// How many instances and contacts the file has, and when one was last changed: told by the file itself,
    /// past the store.
    pub(crate) async fn rows(&self) -> (i64, i64, i64) {
        let file = format!("sqlite://{}", self.folder.path().join(FILE_NAME).display());
        let mut connection = SqliteConnection::connect(&file).await.unwrap();
        let counts = "SELECT (SELECT count(*) FROM instances), count(*), \
             coalesce(max(updated_ms), 0) FROM contacts";
        let row = sqlx::query(counts)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        (row.get(0), row.get(1), row.get(2))
    }
}

/// A call that starts a chat with nothing that may be left out.
pub(crate) fn start(instance: &str) -> StartChatContactRequest {
    StartChatContactRequest::new(instance, "flow", ParticipantDetails::new("Ann"))
}

/// A call that changes timers.
pub(crate) fn update(
    instance: &str,
    contact: &str,
    timers: Vec<ParticipantTimerConfiguration>,
) -> UpdateParticipantRoleConfigRequest {
    let chat = ChatParticipantRoleConfig::new(timers);
    let configuration = UpdateParticipantRoleConfigChannelInfo::Chat(chat);
    UpdateParticipantRoleConfigRequest::new(instance, contact, configuration)
}

/// A timer that is set.
pub(crate) fn timer(
    role: TimerEligibleParticipantRoles,
    kind: ParticipantTimerType,
    minutes: i32,
) -> ParticipantTimerConfiguration {
    let value = ParticipantTimerValue::ParticipantTimerDurationInMinutes(minutes);
    ParticipantTimerConfiguration::new(role, kind, value)
}

/// A timer that is deleted.
pub(crate) fn unset(
    role: TimerEligibleParticipantRoles,
    kind: ParticipantTimerType,
) -> ParticipantTimerConfiguration {
    let value = ParticipantTimerValue::ParticipantTimerAction(ParticipantTimerAction::Unset);
    ParticipantTimerConfiguration::new(role, kind, value)
}

/// All four timers, set to the same.
pub(crate) fn four_timers(minutes: i32) -> Vec<ParticipantTimerConfiguration> {
    let pairs = [
        (Customer, Idle),
        (Customer, DisconnectNoncustomer),
        (Agent, Idle),
        (Agent, DisconnectNoncustomer),
    ];
    pairs.map(|(role, kind)| timer(role, kind, minutes)).into()
}
