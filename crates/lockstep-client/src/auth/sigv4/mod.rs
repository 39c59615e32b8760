//! Signatures (`@sigv4`).

// What is signed with, and where it comes from.
mod asking;
#[cfg(feature = "aws-credential-types")]
mod aws;
mod cache;
mod environment;
mod lookup;
mod profile;
mod profile_file;
mod provider;
// What the program says, and what is made of it.
mod builder;
mod settings;
mod signing;

pub use provider::{CredentialsProvider, TemporaryCredentials};
pub(crate) use settings::SigV4Settings;
pub(crate) use signing::SigV4;

use super::{CredentialsError, CredentialsErrorKind, Tried, Unproved};
