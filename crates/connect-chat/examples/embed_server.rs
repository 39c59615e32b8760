//! A server of Amazon Connect with one operation of its own.

use connect_server::auth::{AccessKey, AccessKeyMap, Authentication};
use connect_server::types::*;
use connect_server::{Connect, Failure, RequestContext};

/// A fake of one operation; the others answer 501.
struct Timers;

/// Methods of operations that answer 501.
macro_rules! not_implemented {
    ($($operation:ident: $Input:ty => $Output:ty, $Error:ty;)*) => {$(
        async fn $operation(&self, _: RequestContext, _: $Input) -> Result<$Output, $Error> {
            Err(Failure::not_implemented().into())
        }
    )*};
}

impl Connect for Timers {
    async fn update_participant_role_config(
        &self,
        context: RequestContext,
        input: UpdateParticipantRoleConfigRequest,
    ) -> Result<UpdateParticipantRoleConfigResponse, UpdateParticipantRoleConfigError> {
        // The request is parsed, every constraint of the model holds, and both matches are exhaustive.
        let UpdateParticipantRoleConfigChannelInfo::Chat(chat) = input.channel_configuration;
        if input.contact_id != "the-chat" {
            return Err(ResourceNotFoundException::new("there is no such chat").into());
        }
        for timer in chat.participant_timer_config_list {
            let (role, kind) = (timer.participant_role, timer.timer_type);
            match timer.timer_value {
                ParticipantTimerValue::ParticipantTimerDurationInMinutes(minutes) => {
                    let caller = context.identity().principal().unwrap_or("somebody");
                    println!("{caller}: {role} {kind} after {minutes} minutes");
                }
                ParticipantTimerValue::ParticipantTimerAction(action) => {
                    println!("{role} {kind}: {action}")
                }
            }
        }
        Ok(UpdateParticipantRoleConfigResponse {})
    }

    not_implemented! {
        create_participant: CreateParticipantRequest => CreateParticipantResponse, CreateParticipantError;
        describe_contact: DescribeContactRequest => DescribeContactResponse, DescribeContactError;
        start_chat_contact: StartChatContactRequest => StartChatContactResponse, StartChatContactError;
        stop_contact: StopContactRequest => StopContactResponse, StopContactError;
        transfer_contact: TransferContactRequest => TransferContactResponse, TransferContactError;
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let address = std::env::args()
        .nth(1)
        .unwrap_or("127.0.0.1:8080".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    let keys = AccessKeyMap::from_iter([AccessKey::new("AKIDEXAMPLE", "secret")]);
    let service = connect_server::service(Timers)
        .authentication(Authentication::new().sigv4("us-east-1", keys));
    axum::serve(listener, service.into_router()).await
}
