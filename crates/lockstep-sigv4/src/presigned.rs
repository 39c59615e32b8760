//! The query of a presigned request: `X-Amz-Algorithm`, `X-Amz-Credential`, `X-Amz-Date`, `X-Amz-Expires`,
//! `X-Amz-SignedHeaders`, `X-Amz-Security-Token` and `X-Amz-Signature`.

use std::borrow::Cow;

use crate::amz_date::AmzDate;
use crate::authorization::{Claim, X_AMZ_CONTENT_SHA256, single};
use crate::canonical_query::pairs;
use crate::failure::{Failure, Malformed};
use crate::head::Head;
use crate::scope::CredentialScope;
use crate::string_to_sign::ALGORITHM;
use crate::uri_encode;

const ALGORITHM_NAME: &str = "X-Amz-Algorithm";
const CREDENTIAL: &str = "X-Amz-Credential";
const DATE: &str = "X-Amz-Date";
const EXPIRES: &str = "X-Amz-Expires";
const SIGNED_HEADERS: &str = "X-Amz-SignedHeaders";
const SECURITY_TOKEN: &str = "X-Amz-Security-Token";
const CONTENT_SHA256: &str = "X-Amz-Content-Sha256";
/// The parameter that the signature itself does not cover.
pub(crate) const SIGNATURE: &str = "X-Amz-Signature";

/// The longest time that a presigned request may be good for: seven days, in seconds.
pub(crate) const LONGEST: u32 = 604_800;

/// Whether a query, without its question mark, says that the request is signed in it, rightly or wrongly.
#[must_use]
pub fn is_presigned(query: &str) -> bool {
    pairs(query).any(|(name, _)| matches!(name, ALGORITHM_NAME | SIGNATURE))
}

/// Reads the signature out of the query.
pub(crate) fn parse<'a>(head: &Head<'a>) -> Result<Claim<'a>, Failure> {
    let find = |name: &'static str| -> Result<Option<Cow<'a, str>>, Malformed> {
        let mut found = pairs(head.query).filter(|(other, _)| *other == name);
        match (found.next(), found.next()) {
            (None, _) => Ok(None),
            (Some((_, value)), None) => uri_encode::decode(value)
                .map(Some)
                .ok_or(Malformed::NotUtf8),
            (Some(_), Some(_)) => Err(Malformed::Repeated(name)),
        }
    };
    let required = |name| match find(name)? {
        Some(value) if !value.is_empty() => Ok(value),
        _ => Err(Malformed::Missing(name)),
    };
    if required(ALGORITHM_NAME)? != ALGORITHM {
        return Err(Malformed::Algorithm.into());
    }
    let payload = match single(head, &X_AMZ_CONTENT_SHA256)? {
        Some(payload) => Some(Cow::Borrowed(payload)),
        None => find(CONTENT_SHA256)?.map(|payload| Cow::Owned(payload.into_owned().into_bytes())),
    };
    Ok(Claim {
        credential: required(CREDENTIAL)?,
        signed_headers: required(SIGNED_HEADERS)?,
        signature: required(SIGNATURE)?,
        time: AmzDate::parse(required(DATE)?.as_bytes()).ok_or(Malformed::Date)?,
        session_token: find(SECURITY_TOKEN)?,
        payload,
        expires: Some(seconds(&required(EXPIRES)?).ok_or(Malformed::Expires)?),
    })
}

/// Digits alone, from one second to seven days.
fn seconds(text: &str) -> Option<u32> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = text.parse().ok().filter(|_| digits)?;
    (1..=LONGEST).contains(&seconds).then_some(seconds)
}

/// Adds the parameters of a signature to a query, all but the session token and the signature.
pub(crate) fn write(
    query: &mut Vec<u8>,
    access_key_id: &str,
    scope: &CredentialScope<'_>,
    time: &AmzDate,
    expires: u32,
    signed_headers: &str,
) {
    let mut credential = access_key_id.as_bytes().to_vec();
    credential.push(b'/');
    scope.write(&mut credential);
    for (name, value) in [
        (ALGORITHM_NAME, ALGORITHM.as_bytes()),
        (CREDENTIAL, credential.as_slice()),
        (DATE, time.as_str().as_bytes()),
        (EXPIRES, expires.to_string().as_bytes()),
        (SIGNED_HEADERS, signed_headers.as_bytes()),
    ] {
        write_parameter(query, name, value);
    }
}

pub(crate) fn write_session_token(query: &mut Vec<u8>, token: &str) {
    write_parameter(query, SECURITY_TOKEN, token.as_bytes());
}

pub(crate) fn write_signature(query: &mut Vec<u8>, signature: &[u8; 64]) {
    write_parameter(query, SIGNATURE, signature);
}

fn write_parameter(query: &mut Vec<u8>, name: &str, value: &[u8]) {
    if !query.is_empty() {
        query.push(b'&');
    }
    query.extend_from_slice(name.as_bytes());
    query.push(b'=');
    uri_encode::encode(value, query);
}

/// The query without its session token, where that was added after signing.
pub(crate) fn without_session_token(query: &str) -> String {
    without(query, &[SECURITY_TOKEN])
}

/// The query of a presigned request without the signature and all that belongs to it: what the client had before it
/// signed. Other parameters are left as they are.
#[must_use]
pub fn without_signature(query: &str) -> String {
    without(
        query,
        &[
            ALGORITHM_NAME,
            CREDENTIAL,
            DATE,
            EXPIRES,
            SIGNED_HEADERS,
            SECURITY_TOKEN,
            CONTENT_SHA256,
            SIGNATURE,
        ],
    )
}

fn without(query: &str, names: &[&str]) -> String {
    let mut rest = String::with_capacity(query.len());
    let named = |piece: &&str| {
        let name = piece.split('=').next().unwrap_or_default();
        names.contains(&name)
    };
    for piece in query.split('&').filter(|piece| !named(piece)) {
        if !rest.is_empty() {
            rest.push('&');
        }
        rest.push_str(piece);
    }
    rest
}
