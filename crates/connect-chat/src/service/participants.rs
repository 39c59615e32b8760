//! The operations of the participant service, on a store: each is read, answered by one call to the store, and
//! written. Tokens end by the clock of the machine; all else happens at the time of the chat's own.

use connect_participant_server::ConnectParticipant;
use connect_participant_server::types::{
    CompleteAttachmentUploadError, CompleteAttachmentUploadRequest,
    CompleteAttachmentUploadResponse, CreateParticipantConnectionError,
    CreateParticipantConnectionRequest, CreateParticipantConnectionResponse,
    DisconnectParticipantError, DisconnectParticipantRequest, DisconnectParticipantResponse,
    GetAttachmentError, GetAttachmentRequest, GetAttachmentResponse, GetTranscriptError,
    GetTranscriptRequest, GetTranscriptResponse, SendEventError, SendEventRequest,
    SendEventResponse, SendMessageError, SendMessageRequest, SendMessageResponse,
    StartAttachmentUploadError, StartAttachmentUploadRequest, StartAttachmentUploadResponse,
};
use lockstep_server::RequestContext;

use crate::convert::participant::{self as convert, files};
use crate::moment::Moment;
use crate::server::Application;

/// The participant service on the application's store. Who calls is told by the token, whatever the signature.
pub struct Participants {
    application: Application,
}

impl Participants {
    /// The operations of this application.
    #[must_use]
    pub fn new(application: Application) -> Self {
        Self { application }
    }
}

impl ConnectParticipant for Participants {
    async fn create_participant_connection(
        &self,
        _: RequestContext,
        input: CreateParticipantConnectionRequest,
    ) -> Result<CreateParticipantConnectionResponse, CreateParticipantConnectionError> {
        let new = convert::connection(&input, Moment::now())?;
        let token = input.participant_token.into();
        let (store, clock) = (&self.application.store, &self.application.clock);
        store
            .open_connection(token, new.clone(), clock.now())
            .await?;
        let asked = input.r#type.unwrap_or_default();
        Ok(convert::connected(&asked, &new, &self.application))
    }

    async fn send_message(
        &self,
        _: RequestContext,
        input: SendMessageRequest,
    ) -> Result<SendMessageResponse, SendMessageError> {
        let bearer = convert::bearer(input.connection_token.clone(), Moment::now());
        let said = convert::message(input)?;
        let (store, clock) = (&self.application.store, &self.application.clock);
        let item = store.say(bearer, said, clock.now()).await?;
        Ok(SendMessageResponse {
            id: Some(item.id.to_string()),
            absolute_time: Some(item.at.date_time()),
        })
    }

    async fn send_event(
        &self,
        _: RequestContext,
        input: SendEventRequest,
    ) -> Result<SendEventResponse, SendEventError> {
        let bearer = convert::bearer(input.connection_token.clone(), Moment::now());
        let said = convert::event(input)?;
        let (store, clock) = (&self.application.store, &self.application.clock);
        let item = store.say(bearer, said, clock.now()).await?;
        Ok(SendEventResponse {
            id: Some(item.id.to_string()),
            absolute_time: Some(item.at.date_time()),
        })
    }

    async fn get_transcript(
        &self,
        _: RequestContext,
        input: GetTranscriptRequest,
    ) -> Result<GetTranscriptResponse, GetTranscriptError> {
        let window = convert::window(&input)?;
        let bearer = convert::bearer(input.connection_token, Moment::now());
        let page = self.application.store.transcript(&bearer, &window).await?;
        let order = input.sort_order.as_ref();
        Ok(convert::transcript(page, window.direction, order))
    }

    async fn disconnect_participant(
        &self,
        _: RequestContext,
        input: DisconnectParticipantRequest,
    ) -> Result<DisconnectParticipantResponse, DisconnectParticipantError> {
        let bearer = convert::bearer(input.connection_token, Moment::now());
        let (store, clock) = (&self.application.store, &self.application.clock);
        store.leave(bearer, input.client_token, clock.now()).await?;
        Ok(DisconnectParticipantResponse {})
    }

    async fn start_attachment_upload(
        &self,
        _: RequestContext,
        input: StartAttachmentUploadRequest,
    ) -> Result<StartAttachmentUploadResponse, StartAttachmentUploadError> {
        let at = Moment::now();
        let bearer = convert::bearer(input.connection_token.clone(), at);
        let new = files::announced(input, at)?;
        let new = self.application.store.announce(bearer, new).await?;
        Ok(files::upload(new, &self.application))
    }

    async fn complete_attachment_upload(
        &self,
        _: RequestContext,
        input: CompleteAttachmentUploadRequest,
    ) -> Result<CompleteAttachmentUploadResponse, CompleteAttachmentUploadError> {
        let bearer = convert::bearer(input.connection_token.clone(), Moment::now());
        let said = files::shared(input);
        let (store, clock) = (&self.application.store, &self.application.clock);
        store.say(bearer, said, clock.now()).await?;
        Ok(CompleteAttachmentUploadResponse {})
    }

    async fn get_attachment(
        &self,
        _: RequestContext,
        input: GetAttachmentRequest,
    ) -> Result<GetAttachmentResponse, GetAttachmentError> {
        let at = Moment::now();
        let bearer = convert::bearer(input.connection_token.clone(), at);
        let link = files::link(&input, at);
        let store = &self.application.store;
        let attachment = store.link_file(bearer, link.clone()).await?;
        Ok(files::linked(&attachment, &link, &self.application))
    }
}
