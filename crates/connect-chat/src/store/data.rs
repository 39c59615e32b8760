//! What a store is told and tells, beside the contacts themselves.

use std::collections::BTreeSet;
use std::pin::Pin;

use super::StoreError;
use crate::contact::Contact;
use crate::ids::InstanceId;
use crate::moment::Moment;
use crate::participant::Participant;

/// The answer of a store to one call. Boxed, so that a server can be put on any store at run time.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// Which instances exist.
///
/// \[ours\] Amazon Connect has operations to make an instance; here one comes into being with the first
/// contact that is started in it, unless the exact instances are given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Instances {
    /// Every instance in which a contact was ever started. A contact can be started in any.
    #[default]
    OnDemand,
    /// These and no others, from the first moment on. A store that has contacts of further ones keeps them,
    /// out of reach.
    Only(BTreeSet<InstanceId>),
}

/// What a store knows of the time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// Where the manual clock was left, if the store ever had one.
    pub stood: Option<Moment>,
    /// The latest time that anything in the store has.
    pub latest: Option<Moment>,
}

/// Who shows a token, and where that lets them in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenHolder {
    /// The participant.
    pub participant: Participant,
    /// The contact in which the participant's chat goes on, or in which it ended.
    pub contact: Contact,
}
