//! A server that answers with the error that a request names, so that every client meets every modeled error.
//!
//! `connect-chat` cannot be brought to refuse access, to throttle or to fail by ordinary input; this server
//! does so on demand. It embeds the generated stub and nothing else: what its clients see is the generated
//! code's own work. `cargo xtask interop` starts it beside the service, and it prints the same first line.

use std::io::{self, Write};

use connect_server::Connect;
use connect_server::types::{
    AccessDeniedException, AttachedFileInvalidRequestExceptionReason, ContactNotFoundException,
    CreateParticipantError, CreateParticipantRequest, CreateParticipantResponse,
    DescribeContactError, DescribeContactRequest, DescribeContactResponse, IdempotencyException,
    InternalServiceException, InvalidParameterException, InvalidRequestException,
    InvalidRequestExceptionReason, LimitExceededException, ResourceNotFoundException,
    ServiceQuotaExceededException, StartChatContactError, StartChatContactRequest,
    StartChatContactResponse, StopContactError, StopContactRequest, StopContactResponse,
    ThrottlingException, TransferContactError, TransferContactRequest, TransferContactResponse,
    UpdateParticipantRoleConfigError, UpdateParticipantRoleConfigRequest,
    UpdateParticipantRoleConfigResponse,
};
use lockstep_core::Failure;
use lockstep_server::RequestContext;
use lockstep_server::auth::{AccessKey, AccessKeyMap, Authentication};
use tokio::net::TcpListener;

/// What every message ends with: characters that a client loses if it takes the text apart in a wrong way.
const HARD_TO_CARRY: &str = "<a&b> \"quoted\" back\\slash %2F {0} naïve 日本 🦀";

#[tokio::main(flavor = "current_thread")]
async fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    writeln!(
        io::stdout(),
        "listening on http://{}",
        listener.local_addr()?
    )?;
    let keys = AccessKeyMap::from_iter([AccessKey::new("AKIDEXAMPLE", "secret")]);
    let authentication = Authentication::new().sigv4("us-east-1", keys);
    let service = connect_server::service(Faults).authentication(authentication);
    axum::serve(listener, service.into_router()).await
}

/// Refuses everything, each request in the way that it asks for.
struct Faults;

/// The error of this name if it is one of those listed, and otherwise that there is nothing of this name.
/// The latter shows how the name has arrived.
macro_rules! fault {
    ($name:expr, $($error:ident),*) => {
        match $name {
            $(stringify!($error) => $error::new(message(stringify!($error))).into(),)*
            "failure" => Failure::internal("the source is for the log, and no client sees it").into(),
            other => ResourceNotFoundException::new(format!("there is nothing with the name {other}")).into(),
        }
    };
}

fn message(error: &str) -> String {
    format!("{error} {HARD_TO_CARRY}")
}

impl Connect for Faults {
    /// The name of the error is the flow's id, because a chat that is to be started has no id yet.
    async fn start_chat_contact(
        &self,
        _: RequestContext,
        input: StartChatContactRequest,
    ) -> Result<StartChatContactResponse, StartChatContactError> {
        Err(fault!(
            input.contact_flow_id.as_str(),
            LimitExceededException,
            InvalidParameterException
        ))
    }

    async fn describe_contact(
        &self,
        _: RequestContext,
        input: DescribeContactRequest,
    ) -> Result<DescribeContactResponse, DescribeContactError> {
        Err(fault!(
            input.contact_id.as_str(),
            ThrottlingException,
            InternalServiceException
        ))
    }

    async fn stop_contact(
        &self,
        _: RequestContext,
        input: StopContactRequest,
    ) -> Result<StopContactResponse, StopContactError> {
        Err(fault!(
            input.contact_id.as_str(),
            ContactNotFoundException,
            InvalidRequestException
        ))
    }

    async fn create_participant(
        &self,
        _: RequestContext,
        input: CreateParticipantRequest,
    ) -> Result<CreateParticipantResponse, CreateParticipantError> {
        Err(fault!(
            input.contact_id.as_str(),
            ServiceQuotaExceededException,
            InvalidRequestException
        ))
    }

    async fn transfer_contact(
        &self,
        _: RequestContext,
        input: TransferContactRequest,
    ) -> Result<TransferContactResponse, TransferContactError> {
        Err(fault!(
            input.contact_id.as_str(),
            IdempotencyException,
            AccessDeniedException
        ))
    }

    async fn update_participant_role_config(
        &self,
        _: RequestContext,
        input: UpdateParticipantRoleConfigRequest,
    ) -> Result<UpdateParticipantRoleConfigResponse, UpdateParticipantRoleConfigError> {
        Err(match input.contact_id.as_str() {
            "InvalidRequestException with Reason" => InvalidRequestException {
                reason: Some(
                    InvalidRequestExceptionReason::AttachedFileInvalidRequestExceptionReason(
                        AttachedFileInvalidRequestExceptionReason::InvalidFileName,
                    ),
                ),
                ..InvalidRequestException::new(message("InvalidRequestException"))
            }
            .into(),
            name => fault!(
                name,
                AccessDeniedException,
                InternalServiceException,
                InvalidParameterException,
                InvalidRequestException,
                ResourceNotFoundException,
                ThrottlingException
            ),
        })
    }
}
