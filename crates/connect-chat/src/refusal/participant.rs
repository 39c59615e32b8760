//! The errors of the participant service.

use connect_participant_server::types::{
    AccessDeniedException, CompleteAttachmentUploadError, ConflictException,
    CreateParticipantConnectionError, DisconnectParticipantError, GetAttachmentError,
    GetTranscriptError, SendEventError, SendMessageError, ServiceQuotaExceededException,
    StartAttachmentUploadError, ValidationException,
};
use lockstep_core::{Failure, Rejection};

use super::Refusal;
use crate::store::StoreError;

/// The errors of one operation.
trait Answers: From<AccessDeniedException> + From<ValidationException> + From<Failure> {
    /// What is asked for does not go together with what is going on.
    fn conflict(message: String) -> Self {
        ValidationException::new(message).into()
    }

    /// A quota of the chat is used up.
    fn quota(message: String) -> Self {
        ValidationException::new(message).into()
    }
}

impl Answers for CreateParticipantConnectionError {}
impl Answers for DisconnectParticipantError {}
impl Answers for GetTranscriptError {}
impl Answers for SendMessageError {}
impl Answers for GetAttachmentError {}

impl Answers for StartAttachmentUploadError {
    fn quota(message: String) -> Self {
        ServiceQuotaExceededException::new(message).into()
    }
}

impl Answers for CompleteAttachmentUploadError {
    fn conflict(message: String) -> Self {
        ConflictException::new(message).into()
    }
}

impl Answers for SendEventError {
    fn conflict(message: String) -> Self {
        ConflictException::new(message).into()
    }
}

/// The modeled error. A token that is no good for whatever reason, and a contact that is none of the caller's, are
/// told by an `AccessDeniedException`; so is a chat that is over, because its tokens have ended with it.
fn answer<E: Answers>(refusal: Refusal) -> E {
    let error = match refusal {
        // In the form that the server itself gives it.
        Refusal::Invalid(violations) => {
            let message = Rejection::Invalid(violations, 0).to_string();
            return ValidationException::new(message).into();
        }
        Refusal::Store(error) => error,
    };
    match error {
        StoreError::Unavailable(source) => Failure::internal(source).into(),
        StoreError::TooManyAttachments(_) => E::quota(error.to_string()),
        StoreError::TooManyForReceipts(_) | StoreError::AttachmentNotReady(_) => {
            E::conflict(error.to_string())
        }
        StoreError::ItemNotFound(_)
        | StoreError::NotAChat(_)
        | StoreError::ContentTypeNotSupported(_) => {
            ValidationException::new(error.to_string()).into()
        }
        _ => AccessDeniedException::new(error.to_string()).into(),
    }
}

errors!(
    answer: CompleteAttachmentUploadError,
    CreateParticipantConnectionError,
    DisconnectParticipantError,
    GetAttachmentError,
    GetTranscriptError,
    SendEventError,
    SendMessageError,
    StartAttachmentUploadError
);
