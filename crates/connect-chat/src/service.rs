//! The operations of both services, on a store. Those of Connect are here: each is read, answered by one call to the store, and written.

use axum::routing::get;
use connect_server::Connect;
use connect_server::types::{
    CreateParticipantError, CreateParticipantRequest, CreateParticipantResponse,
    DescribeContactError, DescribeContactRequest, DescribeContactResponse, StartChatContactError,
    StartChatContactRequest, StartChatContactResponse, StopContactError, StopContactRequest,
    StopContactResponse, TransferContactError, TransferContactRequest, TransferContactResponse,
    UpdateParticipantRoleConfigError, UpdateParticipantRoleConfigRequest,
    UpdateParticipantRoleConfigResponse,
};
use lockstep_server::RequestContext;

use crate::convert::connect as convert;
use crate::quotas;
use crate::server::Application;
use crate::socket;

mod cors;
mod files;
mod participants;

pub use participants::Participants;

/// Amazon Connect's chat operations on the application's store.
pub struct Chats {
    application: Application,
}

impl Chats {
    /// The operations of this application.
    #[must_use]
    pub fn new(application: Application) -> Self {
        Self { application }
    }
}

/// The API of an application, as one router: both services in one table, of which Connect's asks for signatures and
/// the participant service for tokens. Pages in a browser may call the latter.
pub fn router(application: &Application) -> axum::Router {
    let connect = connect_server::service(Chats::new(application.clone()));
    let connect = match &application.authentication {
        Some(authentication) => connect.authentication(authentication.clone()),
        None => connect,
    };
    let participants = Participants::new(application.clone());
    let participants = connect_participant_server::service(participants);
    let both = if application.quotas.is_some() {
        let connect = connect.authorize(quotas::of_calls(application));
        connect.merge(participants.authorize(quotas::of_participants(application)))
    } else {
        connect.merge(participants)
    };
    let both = both.into_service();
    axum::Router::new()
        .route(
            socket::PATH,
            get(socket::open).fallback_service(both.clone()),
        )
        .with_state(application.clone())
        .route_service("/participant/{*operation}", both.clone())
        .layer(cors::layer())
        .merge(files::router(application))
        .fallback_service(both)
}

impl Connect for Chats {
    async fn start_chat_contact(
        &self,
        _: RequestContext,
        input: StartChatContactRequest,
    ) -> Result<StartChatContactResponse, StartChatContactError> {
        let start = convert::start_contact(input)?;
        let contact = self
            .application
            .store
            .start_contact(start, self.application.clock.now())
            .await?;
        Ok(convert::started(contact))
    }

    async fn describe_contact(
        &self,
        _: RequestContext,
        input: DescribeContactRequest,
    ) -> Result<DescribeContactResponse, DescribeContactError> {
        let instance = convert::instance(&input.instance_id)?;
        let (store, contact) = (&self.application.store, input.contact_id.into());
        let (contact, agent) = store.described(&instance, &contact).await?;
        Ok(DescribeContactResponse {
            contact: Some(convert::described(contact, agent, &self.application)),
        })
    }

    async fn stop_contact(
        &self,
        _: RequestContext,
        input: StopContactRequest,
    ) -> Result<StopContactResponse, StopContactError> {
        let instance = convert::instance(&input.instance_id)?;
        self.application
            .store
            .stop_contact(
                instance,
                input.contact_id.into(),
                self.application.clock.now(),
            )
            .await?;
        Ok(StopContactResponse {})
    }

    async fn update_participant_role_config(
        &self,
        _: RequestContext,
        input: UpdateParticipantRoleConfigRequest,
    ) -> Result<UpdateParticipantRoleConfigResponse, UpdateParticipantRoleConfigError> {
        let instance = convert::instance(&input.instance_id)?;
        let changes = convert::timer_changes(input.channel_configuration)?;
        let (store, contact) = (&self.application.store, input.contact_id.into());
        store
            .update_timer_settings(instance, contact, changes, self.application.clock.now())
            .await?;
        Ok(UpdateParticipantRoleConfigResponse {})
    }

    async fn create_participant(
        &self,
        _: RequestContext,
        input: CreateParticipantRequest,
    ) -> Result<CreateParticipantResponse, CreateParticipantError> {
        let instance = convert::instance(&input.instance_id)?;
        let new = convert::new_participant(input.participant_details, input.client_token)?;
        let (store, contact) = (&self.application.store, input.contact_id.into());
        let participant = store
            .create_participant(instance, contact, new, self.application.clock.now())
            .await?;
        Ok(convert::let_in(participant))
    }

    async fn transfer_contact(
        &self,
        _: RequestContext,
        input: TransferContactRequest,
    ) -> Result<TransferContactResponse, TransferContactError> {
        let instance = convert::instance(&input.instance_id)?;
        let transfer = convert::transfer(input)?;
        let contact = self
            .application
            .store
            .transfer_contact(instance, transfer, self.application.clock.now())
            .await?;
        Ok(convert::transferred(&contact, &self.application))
    }
}
