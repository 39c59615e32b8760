//! What a client is told: the operation's own typed error, its message, and the id of the request.

use std::fmt::Debug;

use connect_client::types::{
    CreateParticipantError, DescribeContactError, DescribeContactRequest, InternalServiceException,
    InvalidParameterException, InvalidRequestException, ResourceNotFoundException,
    StartChatContactError, StopContactError, StopContactRequest, TransferContactError,
    UpdateParticipantRoleConfigError,
};
use lockstep_core::operation::ModeledError;
use uuid::Uuid;

use crate::common::api::*;

/// The errors that all operations which are there list, taken out of the enum of one of them.
pub(crate) trait Told: Debug {
    fn invalid_parameter(&self) -> Option<&InvalidParameterException>;
    fn invalid_request(&self) -> Option<&InvalidRequestException>;
    fn not_found(&self) -> Option<&ResourceNotFoundException>;
    fn internal(&self) -> Option<&InternalServiceException>;
}

macro_rules! told {
    ($($error:ident $($pattern:ident)?),*) => {$(
        impl Told for $error {
            fn invalid_parameter(&self) -> Option<&InvalidParameterException> {
                $(if let Self::$pattern(error) = self { return Some(error) })?
                None
            }
            fn invalid_request(&self) -> Option<&InvalidRequestException> {
                if let Self::InvalidRequestException(error) = self { Some(error) } else { None }
            }
            fn not_found(&self) -> Option<&ResourceNotFoundException> {
                if let Self::ResourceNotFoundException(error) = self { Some(error) } else { None }
            }
            fn internal(&self) -> Option<&InternalServiceException> {
                if let Self::InternalServiceException(error) = self { Some(error) } else { None }
            }
        }
    )*};
}

// The first and the last have no error for broken constraints.
told!(
    CreateParticipantError,
    DescribeContactError InvalidParameterException,
    StartChatContactError InvalidParameterException,
    StopContactError InvalidParameterException,
    UpdateParticipantRoleConfigError InvalidParameterException,
    TransferContactError
);

pub(crate) fn invalid_parameter(error: &dyn Told) -> Option<&InvalidParameterException> {
    error.invalid_parameter()
}

pub(crate) fn invalid_request(error: &dyn Told) -> Option<&InvalidRequestException> {
    error.invalid_request()
}

pub(crate) fn not_found(error: &dyn Told) -> Option<&ResourceNotFoundException> {
    error.not_found()
}

/// That a call failed with this typed error, this message, and the id of the request.
pub(crate) fn assert_told<E: Told, M: ModeledError>(
    error: &CallError<E>,
    status: u16,
    kind: impl FnOnce(&dyn Told) -> Option<&M>,
    message: &str,
) {
    let told = error.service_error().unwrap();
    let modeled = kind(told).unwrap_or_else(|| panic!("{told:?} instead of {}", M::NAME));
    assert_eq!(modeled.message(), Some(message));
    assert_eq!(error.status().unwrap(), status);
    let id = error.request_id().unwrap();
    assert_eq!(Uuid::parse_str(id).unwrap().get_version_num(), 4, "{id}");
    let CallError::Service(answer) = error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (
            answer.headers()["x-amzn-requestid"].to_str().unwrap(),
            answer.attempts()
        ),
        (id, 1)
    );
    assert_eq!(answer.headers()["x-amzn-errortype"], M::NAME);
    assert_eq!(answer.headers()["content-type"], "application/json");
    assert!(answer.headers().contains_key("date"));
}

#[tokio::test]
async fn each_answer_has_an_id_of_its_own() {
    let api = Api::new().await;
    let mut ids = Vec::new();
    for _ in 0..20 {
        let error = api.update("nobody", four_timers(5)).await.unwrap_err();
        ids.push(error.request_id().unwrap().to_owned());
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 20);
}

#[tokio::test]
async fn the_reason_of_an_invalid_request_is_never_set() {
    let api = Api::new().await;
    let contact = api.chat().await;
    crate::contacts::stop(&api, &contact).await.unwrap();
    let error = api.update(&contact, four_timers(5)).await.unwrap_err();
    assert_eq!(
        error
            .service_error()
            .unwrap()
            .invalid_request()
            .unwrap()
            .reason,
        None
    );
}

#[tokio::test]
async fn a_store_that_fails_is_an_internal_error_that_says_nothing_about_it() {
    let api = Api::new().await;
    let contact = api.chat().await;
    api.store.close().await;
    let mut told = Vec::new();
    macro_rules! fails {
        ($call:expr) => {{
            let error = $call.await.unwrap_err();
            told.push(
                error
                    .service_error()
                    .unwrap()
                    .internal()
                    .unwrap()
                    .message
                    .clone(),
            );
            assert_eq!(error.status().unwrap(), 500);
            Uuid::parse_str(error.request_id().unwrap()).unwrap();
        }};
    }
    fails!(api.update(&contact, four_timers(5)));
    fails!(api.client.start_chat_contact(start("i")));
    fails!(
        api.client
            .describe_contact(DescribeContactRequest::new("i", &contact))
    );
    fails!(
        api.client
            .stop_contact(StopContactRequest::new(&contact, "i"))
    );
    assert_eq!(
        told,
        vec![Some("An internal error occurred.".to_owned()); 4]
    );
}
