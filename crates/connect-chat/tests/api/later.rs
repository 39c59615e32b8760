//! The operations that come with the chat: until then each answers 501, in the form of every other answer, whatever it
//! is asked, and a typed client is told so.

use connect_client::types::{
    CreateParticipantRequest, ParticipantDetailsToAdd, ParticipantRole, TransferContactRequest,
};

use crate::common::api::*;
use crate::common::wire::{json, send};

#[tokio::test]
async fn what_comes_with_the_chat_answers_501() {
    let api = Api::new().await;
    let contact = api.chat().await;
    let participant = r#""ParticipantDetails":{"ParticipantRole":"AGENT","DisplayName":"Bea"}"#;
    for (path, rest) in [
        ("/contact/create-participant", participant),
        ("/contact/transfer", r#""ContactFlowId":"f","QueueId":"q""#),
    ] {
        for contact in [&*contact, "no-such-contact"] {
            let body = format!(r#"{{"InstanceId":"i","ContactId":"{contact}",{rest}}}"#);
            let answer = send(&api.router, json("POST", path, body)).await;
            let message = "The operation is not implemented.";
            answer.assert_error(path, 501, "NotImplementedException", message);
        }
    }
}

#[tokio::test]
async fn a_client_is_told_that_the_operation_is_not_there() {
    let api = Api::new().await;
    let contact = api.chat().await;
    let details = ParticipantDetailsToAdd {
        participant_role: Some(ParticipantRole::Agent),
        display_name: Some("Bea".to_owned()),
    };
    let participant = CreateParticipantRequest::new("i", &contact, details);
    let error = api.client.create_participant(participant).await;
    assert_eq!(error.unwrap_err().status().unwrap(), 501);
    let transfer = TransferContactRequest::new("i", &contact, "f");
    let error = api.client.transfer_contact(transfer).await;
    assert_eq!(error.unwrap_err().status().unwrap(), 501);
}
