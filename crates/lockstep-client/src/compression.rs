//! `@requestCompression`: a body that is large enough is compressed with gzip before it is sent.

use http::Request;
use lockstep_core::operation::OperationSpec;
use lockstep_core::{Body, WriteError};

/// Compresses the body of an operation that takes a compressed one, and says so after what `Content-Encoding` says
/// already.
///
/// # Errors
///
/// The feature `gzip` is off, which a generated client turns on for such operations.
#[cfg(feature = "gzip")]
pub(crate) fn compress(
    spec: &OperationSpec,
    from: usize,
    request: Request<Body>,
) -> Result<Request<Body>, WriteError> {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use http::HeaderValue;
    use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};

    let Some(bytes) = request.body().as_bytes().filter(|_| spec.gzip).cloned() else {
        return Ok(request);
    };
    if bytes.is_empty() || bytes.len() < from {
        return Ok(request);
    }
    let unwritable = |problem: String| WriteError::new(format!("the body {problem}"));
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let compressed = encoder.write_all(&bytes).and_then(|()| encoder.finish());
    let compressed =
        compressed.map_err(|error| unwritable(format!("cannot be compressed: {error}")))?;
    let (mut head, _) = request.into_parts();
    let given = head.headers.get(CONTENT_ENCODING);
    let codings = match given.filter(|given| !given.is_empty()) {
        None => HeaderValue::from_static("gzip"),
        Some(before) => HeaderValue::from_bytes(&[before.as_bytes(), b", gzip"].concat())
            .map_err(|_| unwritable("has a Content-Encoding that is no header".to_owned()))?,
    };
    head.headers.insert(CONTENT_ENCODING, codings);
    head.headers
        .insert(CONTENT_LENGTH, HeaderValue::from(compressed.len()));
    Ok(Request::from_parts(head, Body::from(compressed)))
}

/// The same without the feature.
#[cfg(not(feature = "gzip"))]
pub(crate) fn compress(
    spec: &OperationSpec,
    _: usize,
    request: Request<Body>,
) -> Result<Request<Body>, WriteError> {
    if spec.gzip {
        let problem = "needs the feature `gzip` of lockstep-client";
        Err(WriteError::new(format!("{} {problem}", spec.name)))
    } else {
        Ok(request)
    }
}
