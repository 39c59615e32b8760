//! Whether the head of a request lets it in.

use std::error::Error;

use http::request::Parts;
use lockstep_core::operation::AuthScheme;

use super::claim::Claim;
use super::credentials::Credentials;
use super::failure::TokenFailure;
use super::{Authentication, Failure, Identity, LookupError};
use crate::operation::{Route, with_causes};
use crate::refusal::Refusal;

/// The longest part of an access key's id that is logged, in characters; it is what the caller likes it to be.
const LOGGED: usize = 128;

/// Verifies the head of a request to this operation, by the rules of the [module](super).
pub(crate) async fn admit(route: &Route, head: &Parts) -> Result<Claim, Refusal> {
    let schemes = route.service.auth_of(route.operation);
    let Some(authentication) = route
        .authentication
        .as_deref()
        .filter(|_| !schemes.is_empty())
    else {
        return Ok(Claim::Settled(Identity::anonymous()));
    };
    let credentials = Credentials::new(schemes, head);
    let deciding = schemes
        .iter()
        .enumerate()
        .find(|(index, scheme)| credentials.are_for(*index, scheme));
    match deciding {
        #[cfg(feature = "sigv4")]
        Some((_, AuthScheme::SigV4 { name })) => {
            let Some(verifier) = &authentication.sigv4 else {
                return Err(refuse(Failure::NoVerifier, None));
            };
            let rules = &authentication.signatures;
            verifier.verify(rules, name, route.operation, head).await
        }
        Some((_, scheme)) => verify_token(authentication, scheme, &credentials).await,
        None if schemes.contains(&AuthScheme::Anonymous) => {
            Ok(Claim::Settled(Identity::anonymous()))
        }
        None => {
            let first = schemes
                .iter()
                .find(|scheme| authentication.verifies(scheme));
            Err(refuse(first.map_or(Failure::NoVerifier, missing), None))
        }
    }
}

async fn verify_token(
    authentication: &Authentication,
    scheme: &AuthScheme,
    credentials: &Credentials<'_>,
) -> Result<Claim, Refusal> {
    let (tokens, token, failure): (_, _, fn(TokenFailure) -> Failure) = match scheme {
        AuthScheme::Bearer => (
            &authentication.bearer,
            credentials.bearer(),
            Failure::Bearer,
        ),
        AuthScheme::ApiKey(place) => (
            &authentication.api_keys,
            credentials.api_key(place),
            Failure::ApiKey,
        ),
        _ => return Err(refuse(Failure::NoVerifier, None)),
    };
    let Some(tokens) = tokens else {
        return Err(refuse(Failure::NoVerifier, None));
    };
    let refuse = |why| refuse(failure(why), None);
    let token = token.ok_or_else(|| refuse(TokenFailure::Unrecognized))?;
    match tokens.principal(&token).await {
        Ok(principal) => Ok(Claim::Settled(Identity::new(*scheme, principal))),
        Err(LookupError::Unknown) => Err(refuse(TokenFailure::Unrecognized)),
        Err(LookupError::Expired) => Err(refuse(TokenFailure::Expired)),
        Err(LookupError::Failed(source)) => Err(provider_failed(&*source)),
    }
}

/// What a request without credentials is told, where this scheme is the first choice.
fn missing(scheme: &AuthScheme) -> Failure {
    match scheme {
        #[cfg(feature = "sigv4")]
        AuthScheme::SigV4 { .. } => {
            Failure::Signature(lockstep_sigv4::Failure::MissingAuthenticationToken)
        }
        AuthScheme::Bearer => Failure::Bearer(TokenFailure::Missing),
        AuthScheme::ApiKey(_) => Failure::ApiKey(TokenFailure::Missing),
        _ => Failure::NoVerifier,
    }
}

/// The refusal, which is logged here.
pub(super) fn refuse(failure: impl Into<Failure>, access_key_id: Option<&str>) -> Refusal {
    let failure = failure.into();
    let access_key_id = access_key_id.map(|id| id.chars().take(LOGGED).collect::<String>());
    // The id may hold line breaks and worse, which `Debug` escapes.
    tracing::info!(
        error = failure.name(),
        reason = failure.message(),
        access_key_id = access_key_id.map(tracing::field::debug),
        "the request was not let in"
    );
    Refusal::NotAuthenticated(failure)
}

/// A provider could not say what it was asked.
pub(super) fn provider_failed(source: &(dyn Error + 'static)) -> Refusal {
    tracing::error!(
        error = with_causes(source),
        "credentials could not be looked up"
    );
    Refusal::Internal
}
