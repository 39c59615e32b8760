//! Why an operation does not do what it was asked for, and which modeled error says so.

use connect_server::types::{
    CreateParticipantError, DescribeContactError, IdempotencyException, InvalidParameterException,
    InvalidRequestException, ResourceNotFoundException, ServiceQuotaExceededException,
    StartChatContactError, StopContactError, TransferContactError,
    UpdateParticipantRoleConfigError,
};
use lockstep_core::{Failure, Rejection, Violation};

use crate::store::StoreError;

/// Lets `?` turn a refusal into the error of the operation that it stands in, by this function.
macro_rules! errors {
    ($answer:path: $($error:ident),*) => {$(
        impl From<Refusal> for $error {
            fn from(refusal: Refusal) -> Self {
                $answer(refusal)
            }
        }

        impl From<StoreError> for $error {
            fn from(error: StoreError) -> Self {
                $answer(Refusal::from(error))
            }
        }
    )*};
}

// Below the macro, which it uses too.
mod participant;

/// Why an operation does not do what it was asked for, before it has become one of the operation's own errors.
pub(crate) enum Refusal {
    /// The request breaks rules that the generated server does not know.
    Invalid(Vec<Violation>),
    /// The store did not do it.
    Store(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// The errors of one operation. What it has no error of its own for is an `InvalidRequestException`.
trait Answers: From<InvalidRequestException> + From<ResourceNotFoundException> + From<Failure> {
    /// The request breaks a rule.
    fn invalid(message: String) -> Self {
        InvalidRequestException::new(message).into()
    }

    /// A quota of the chat is used up.
    fn quota(message: String) -> Self {
        InvalidRequestException::new(message).into()
    }

    /// The token belongs to another call.
    fn token_reused(message: String) -> Self {
        InvalidRequestException::new(message).into()
    }
}

impl Answers for DescribeContactError {
    fn invalid(message: String) -> Self {
        InvalidParameterException::new(message).into()
    }
}

impl Answers for StartChatContactError {
    fn invalid(message: String) -> Self {
        InvalidParameterException::new(message).into()
    }
}

impl Answers for StopContactError {
    fn invalid(message: String) -> Self {
        InvalidParameterException::new(message).into()
    }
}

impl Answers for UpdateParticipantRoleConfigError {
    fn invalid(message: String) -> Self {
        InvalidParameterException::new(message).into()
    }
}

impl Answers for CreateParticipantError {
    fn quota(message: String) -> Self {
        ServiceQuotaExceededException::new(message).into()
    }
}

impl Answers for TransferContactError {
    fn token_reused(message: String) -> Self {
        IdempotencyException::new(message).into()
    }
}

impl Refusal {
    /// The modeled error. \[ours\] Which one is documented nowhere, so: what breaks a rule of the request is an
    /// `InvalidParameterException` where the operation has one; what is not there is a `ResourceNotFoundException`; what
    /// the state of the contact forbids is an `InvalidRequestException`, unless the operation has a nearer one for it.
    /// (A body that cannot be parsed does not come as far as this: the generated server answers it with an
    /// `InvalidRequestException`.)
    fn answer<E: Answers>(self) -> E {
        let error = match self {
            // In the form that the server itself gives it.
            Self::Invalid(violations) => {
                return E::invalid(Rejection::Invalid(violations, 0).to_string());
            }
            Self::Store(error) => error,
        };
        match error {
            StoreError::InstanceNotFound(_)
            | StoreError::ContactNotFound(_)
            | StoreError::ParticipantNotFound
            | StoreError::FileNotFound
            | StoreError::ItemNotFound(_) => {
                ResourceNotFoundException::new(error.to_string()).into()
            }
            StoreError::TooManyParticipants(_) => E::quota(error.to_string()),
            StoreError::TransferTokenReused(_) => E::token_reused(error.to_string()),
            StoreError::Ended(_)
            | StoreError::NotAChat(_)
            | StoreError::ClientTokenReused(_)
            | StoreError::ParticipantTokenReused(_)
            | StoreError::ParticipantLeft(_)
            | StoreError::TokenExpired
            | StoreError::TooManyForReceipts(_)
            | StoreError::ContentTypeNotSupported(_)
            | StoreError::AttachmentNotReady(_)
            | StoreError::TooManyAttachments(_)
            | StoreError::FileOfOtherSize(_)
            | StoreError::TooManyTransfers(_) => {
                InvalidRequestException::new(error.to_string()).into()
            }
            StoreError::Unavailable(source) => Failure::internal(source).into(),
        }
    }
}

errors!(
    Refusal::answer: CreateParticipantError,
    DescribeContactError,
    StartChatContactError,
    StopContactError,
    TransferContactError,
    UpdateParticipantRoleConfigError
);
