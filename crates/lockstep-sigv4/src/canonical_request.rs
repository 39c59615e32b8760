//! Canonical request: method, canonical URI, canonical query string, canonical headers, signed headers, payload hash.

use http::header::AsHeaderName;

use crate::bytes::Sink;
use crate::canonical_uri::PathForm;
use crate::head::Head;
use crate::payload::PayloadHash;
use crate::{canonical_headers, canonical_query, canonical_uri, presigned};

/// Writes the canonical request up to the line of the payload hash, which is known last.
///
/// `signed` is the list of signed headers, and `names` are the names in it. `presigned` says whether the signature
/// stands in the query, of which it is then no part.
///
/// The answer is whether the request has all of the signed headers.
pub(crate) fn write<N>(
    head: &Head<'_>,
    form: PathForm,
    signed: &str,
    names: impl Iterator<Item = N>,
    presigned: bool,
    sink: &mut impl Sink,
) -> bool
where
    N: AsHeaderName + AsRef<str> + Copy,
{
    sink.put(head.method.as_bytes());
    sink.put(b"\n");
    canonical_uri::write(head.path, form, sink);
    sink.put(b"\n");
    let without = presigned.then_some(presigned::SIGNATURE);
    canonical_query::write(head.query, without, sink);
    sink.put(b"\n");
    let all = canonical_headers::write_lines(head, names, sink);
    sink.put(b"\n");
    sink.put(signed.as_bytes());
    sink.put(b"\n");
    all
}

/// The canonical request as text, for those who look for the difference between two signers. Signing and verifying
/// never put it together.
///
/// `signed_headers` is the list as the signature has it: lower case, ascending, with semicolons. The text holds the
/// values of those headers, a session token among them, so it does not belong in a log. A header that the request lacks
/// has an empty value there; a verifier refuses such a request.
#[must_use]
pub fn canonical_request(
    head: &Head<'_>,
    form: PathForm,
    signed_headers: &str,
    payload: PayloadHash,
) -> Vec<u8> {
    let mut text = Vec::new();
    let presigned = presigned::is_presigned(head.query);
    let names = canonical_headers::listed(signed_headers);
    _ = write(head, form, signed_headers, names, presigned, &mut text);
    text.put(payload.as_bytes());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_stand_in_their_order() {
        let request = http::Request::put("/a%20b?z=1&a")
            .header("Host", "h.example")
            .header("My-Header", "  x   y ")
            .header("My-Header", "z")
            .body(())
            .unwrap();
        let (parts, ()) = request.into_parts();
        let text = canonical_request(
            &Head::of(&parts),
            PathForm::Normalized,
            "host;my-header",
            PayloadHash::UNSIGNED,
        );
        assert_eq!(
            String::from_utf8(text).unwrap(),
            "PUT\n/a%2520b\na=&z=1\nhost:h.example\nmy-header:x y,z\n\nhost;my-header\nUNSIGNED-PAYLOAD"
        );
    }
}
