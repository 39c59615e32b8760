//! The body of a request, before it is parsed: whole or as a stream, and its compression.
//!
//! A checksum that came with it (`@httpChecksumRequired`) is not checked: the official suite has a server take a body
//! whose blanks are not those of its `Content-MD5`, and TLS keeps bodies whole.

use axum::body::Body;
use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_LENGTH;
use http_body::Body as _;
use lockstep_core::operation::{BodyKind, OperationSpec};

use crate::auth::{Claim, Identity, Late};
use crate::limits::Limits;
use crate::refusal::Refusal;

/// What a request is, once its body is there.
pub(crate) struct Received {
    pub(crate) body: RequestBody,
    /// Who has sent it.
    pub(crate) identity: Identity,
    /// What may be found out later of the body, if it is a stream.
    pub(crate) late: Late,
}

/// The body of a request, as the operation reads it.
pub(crate) enum RequestBody {
    /// All of it.
    Whole(Bytes),
    /// A stream, of which nothing has been read.
    Stream(lockstep_core::Body),
}

impl RequestBody {
    /// Takes the body in, within the limits; a stream has none but those of its handler.
    ///
    /// A body that was signed is verified as it comes; then what was done to it on the way is undone, and the headers
    /// no longer tell of it.
    pub(crate) async fn receive(
        spec: &OperationSpec,
        limits: &Limits,
        headers: &mut HeaderMap,
        body: Body,
        claim: Claim,
    ) -> Result<Received, Refusal> {
        if let BodyKind::Stream {
            requires_length, ..
        } = spec.request_body
        {
            let is_known =
                headers.contains_key(CONTENT_LENGTH) || body.size_hint().exact().is_some();
            if requires_length && !is_known {
                return Err(Refusal::LengthRequired);
            }
            let (stream, identity, late) = match claim {
                Claim::Settled(identity) => {
                    let stream = lockstep_core::Body::stream(body);
                    (stream, identity, Late::default())
                }
                #[cfg(feature = "sigv4")]
                Claim::Body(signed) => signed.stream(limits, headers, body).await?,
            };
            return Ok(Received {
                body: Self::Stream(stream),
                identity,
                late,
            });
        }
        let (bytes, identity) = match claim {
            Claim::Settled(identity) => (limits.read_body(headers, body, |_| {}).await?, identity),
            #[cfg(feature = "sigv4")]
            Claim::Body(signed) => signed.read(limits, headers, body).await?,
        };
        let bytes = gzip::undo(spec, limits, headers, bytes)?;
        Ok(Received {
            body: Self::Whole(bytes),
            identity,
            late: Late::default(),
        })
    }

    /// Whether there is no byte, as far as that can be told.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Whole(bytes) => bytes.is_empty(),
            Self::Stream(stream) => stream.is_end_stream(),
        }
    }

    /// The bytes to parse, and the stream to hand on.
    pub(crate) fn into_parts(self) -> (Bytes, lockstep_core::Body) {
        match self {
            Self::Whole(bytes) => (bytes, lockstep_core::Body::empty()),
            Self::Stream(stream) => (Bytes::new(), stream),
        }
    }
}

/// `@requestCompression`: a body that was compressed last with gzip is decompressed.
mod gzip {
    use bytes::Bytes;
    use http::HeaderMap;
    use lockstep_core::operation::OperationSpec;

    use crate::limits::Limits;
    use crate::refusal::Refusal;

    #[cfg(feature = "gzip")]
    pub(super) fn undo(
        spec: &OperationSpec,
        limits: &Limits,
        headers: &mut HeaderMap,
        body: Bytes,
    ) -> Result<Bytes, Refusal> {
        use std::io::Read as _;

        if !spec.gzip || !take_last_coding(headers) {
            return Ok(body);
        }
        // One byte more than the limit tells a body that is too long from one that just fits.
        let most = limits.body_bytes as u64 + 1;
        let mut bytes = Vec::new();
        let read = flate2::read::MultiGzDecoder::new(&*body)
            .take(most)
            .read_to_end(&mut bytes);
        match read {
            Err(_) => Err(Refusal::BodyNotGzip),
            Ok(_) if bytes.len() > limits.body_bytes => {
                Err(Refusal::BodyTooLarge(limits.body_bytes))
            }
            Ok(_) => Ok(bytes.into()),
        }
    }

    /// Takes `gzip` off the end of `Content-Encoding`, which lists codings in the order in which they were applied
    /// (RFC 9110, section 8.4; `x-gzip` is the same). What is left is for the member that is bound to the header.
    #[cfg(feature = "gzip")]
    fn take_last_coding(headers: &mut HeaderMap) -> bool {
        use http::HeaderValue;
        use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};

        let lines: Vec<&str> = headers
            .get_all(CONTENT_ENCODING)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .collect();
        let all = lines.join(", ");
        let (rest, last) = all.rsplit_once(',').unwrap_or(("", &all));
        let is_gzip = ["gzip", "x-gzip"]
            .iter()
            .any(|name| last.trim_ascii().eq_ignore_ascii_case(name));
        if !is_gzip {
            return false;
        }
        headers.remove(CONTENT_LENGTH);
        match HeaderValue::from_str(rest.trim_ascii()) {
            Ok(rest) if !rest.is_empty() => _ = headers.insert(CONTENT_ENCODING, rest),
            _ => _ = headers.remove(CONTENT_ENCODING),
        }
        true
    }

    /// The generator turns the feature on for each service that has such an operation.
    #[cfg(not(feature = "gzip"))]
    pub(super) fn undo(
        spec: &OperationSpec,
        _: &Limits,
        _: &mut HeaderMap,
        body: Bytes,
    ) -> Result<Bytes, Refusal> {
        if spec.gzip {
            Err(Refusal::MissingFeature("gzip"))
        } else {
            Ok(body)
        }
    }
}
