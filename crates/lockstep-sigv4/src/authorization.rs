//! The `Authorization` header: `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`.

use std::borrow::Cow;

use http::header::HeaderName;

use crate::amz_date::AmzDate;
use crate::failure::{Failure, Malformed};
use crate::head::{Head, Repeated};
use crate::scope::CredentialScope;
use crate::string_to_sign::ALGORITHM;

pub(crate) static AUTHORIZATION: HeaderName = http::header::AUTHORIZATION;
pub(crate) static X_AMZ_DATE: HeaderName = HeaderName::from_static("x-amz-date");
pub(crate) static X_AMZ_SECURITY_TOKEN: HeaderName =
    HeaderName::from_static("x-amz-security-token");
pub(crate) static X_AMZ_CONTENT_SHA256: HeaderName =
    HeaderName::from_static("x-amz-content-sha256");
pub(crate) static HOST: HeaderName = http::header::HOST;
static DATE: HeaderName = http::header::DATE;

/// What a signature says of itself, wherever it stands in the request.
pub(crate) struct Claim<'a> {
    /// `AKIDEXAMPLE/20150830/us-east-1/service/aws4_request`.
    pub(crate) credential: Cow<'a, str>,
    /// `host;x-amz-date`.
    pub(crate) signed_headers: Cow<'a, str>,
    /// 64 hexadecimal digits, unless it is no signature.
    pub(crate) signature: Cow<'a, str>,
    pub(crate) time: AmzDate,
    pub(crate) session_token: Option<Cow<'a, str>>,
    /// The payload hash, where the request names it.
    pub(crate) payload: Option<Cow<'a, [u8]>>,
    /// How long a presigned request is good for, in seconds; `None` in the header.
    pub(crate) expires: Option<u32>,
}

/// Reads the header and those beside it that belong to a signature.
pub(crate) fn parse<'a>(head: &Head<'a>, authorization: &'a [u8]) -> Result<Claim<'a>, Failure> {
    let authorization = text(authorization)?;
    let parameters = authorization
        .strip_prefix(ALGORITHM)
        .and_then(|rest| rest.strip_prefix(' '))
        .ok_or(Malformed::Algorithm)?;
    let (mut credential, mut signed_headers, mut signature) = (None, None, None);
    for parameter in parameters.split(',') {
        let parameter = parameter.trim_ascii();
        let equals = parameter.bytes().position(|byte| byte == b'=');
        let (name, value) = equals
            .and_then(|at| Some((parameter.get(..at)?, parameter.get(at + 1..)?)))
            .ok_or(Malformed::NotAPair)?;
        let place = match name {
            "Credential" => &mut credential,
            "SignedHeaders" => &mut signed_headers,
            "Signature" => &mut signature,
            _ => return Err(Malformed::NotAPair.into()),
        };
        if place.replace(value).is_some() {
            return Err(Malformed::Repeated(AUTHORIZATION.as_str()).into());
        }
    }
    // `Date` stands in for a missing `X-Amz-Date`, in the same form.
    let time = match single(head, &X_AMZ_DATE)? {
        Some(time) => Some(time),
        None => single(head, &DATE)?,
    };
    let session_token = single(head, &X_AMZ_SECURITY_TOKEN)?.map(text).transpose()?;
    Ok(Claim {
        credential: required(credential, "Credential")?,
        signed_headers: required(signed_headers, "SignedHeaders")?,
        signature: required(signature, "Signature")?,
        time: time.and_then(AmzDate::parse).ok_or(Malformed::Date)?,
        session_token: session_token.map(Cow::Borrowed),
        payload: single(head, &X_AMZ_CONTENT_SHA256)?.map(Cow::Borrowed),
        expires: None,
    })
}

/// Begins the header's value, up to the list of signed headers, which comes next. The string has just the capacity that
/// the whole value needs.
pub(crate) fn begin(
    access_key_id: &str,
    scope: &CredentialScope<'_>,
    names: &[&HeaderName],
) -> String {
    let pieces = [
        "AWS4-HMAC-SHA256 Credential=",
        access_key_id,
        "/",
        scope.date,
        "/",
        scope.region,
        "/",
        scope.service,
        "/aws4_request, SignedHeaders=",
    ];
    let begin: usize = pieces.iter().map(|piece| piece.len()).sum();
    // Each name but the last has a semicolon.
    let list: usize = names.iter().map(|name| name.as_str().len() + 1).sum();
    let mut value = String::with_capacity(begin + list.saturating_sub(1) + END.len() + 64);
    for piece in pieces {
        value.push_str(piece);
    }
    value
}

/// Ends the header's value.
pub(crate) fn end(value: &mut String, signature: &[u8; 64]) {
    value.push_str(END);
    value.push_str(std::str::from_utf8(signature).unwrap_or_default());
}

/// What stands between the list of signed headers and the signature.
const END: &str = ", Signature=";

fn required<'a>(value: Option<&'a str>, name: &'static str) -> Result<Cow<'a, str>, Malformed> {
    match value {
        Some(value) if !value.is_empty() => Ok(Cow::Borrowed(value)),
        _ => Err(Malformed::Missing(name)),
    }
}

/// A header that decides what is verified may not occur twice: each reader could take another one for the real one.
pub(crate) fn single<'a>(
    head: &Head<'a>,
    name: &'static HeaderName,
) -> Result<Option<&'a [u8]>, Malformed> {
    head.single(name)
        .map_err(|Repeated| Malformed::Repeated(name.as_str()))
}

fn text(value: &[u8]) -> Result<&str, Malformed> {
    std::str::from_utf8(value).map_err(|_| Malformed::NotUtf8)
}
