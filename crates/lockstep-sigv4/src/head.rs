//! The parts of a request that a signature covers, besides the body.

use http::header::{AsHeaderName, HOST, HeaderMap, HeaderName, HeaderValue};
use http::request::Parts;
use http::uri::Uri;

/// A request's head, borrowed: exactly what the canonical request is made of.
#[derive(Clone, Copy)]
pub struct Head<'a> {
    /// The method, in its own case.
    pub method: &'a str,
    /// The path as it is on the wire, still encoded.
    pub path: &'a str,
    /// The query as it is on the wire, without its question mark; empty if there is none.
    pub query: &'a str,
    /// The headers.
    pub headers: &'a HeaderMap,
    /// Host and port for a request without a `Host` header, as in HTTP/2.
    pub authority: Option<&'a str>,
}

impl<'a> Head<'a> {
    /// The head of a request.
    #[must_use]
    pub fn of(parts: &'a Parts) -> Self {
        Self {
            method: parts.method.as_str(),
            path: parts.uri.path(),
            query: parts.uri.query().unwrap_or_default(),
            headers: &parts.headers,
            authority: authority(&parts.uri),
        }
    }

    /// The values of a header in their order. A missing `Host` is the authority.
    pub(crate) fn values<N>(&self, name: N) -> impl Iterator<Item = &'a [u8]> + use<'a, N>
    where
        N: AsHeaderName + AsRef<str>,
    {
        let is_host = name.as_ref() == HOST.as_str();
        let values = self.headers.get_all(name).iter();
        let missing = is_host && values.size_hint().0 == 0;
        let authority = missing.then_some(self.authority).flatten();
        let values = values.map(|value| value.as_bytes());
        values.chain(authority.map(str::as_bytes))
    }

    /// Whether `Host` and the authority name the same host, or only one of them is there. A router and a verifier that
    /// read one each would otherwise speak of two hosts. A port that the scheme implies may be missing from either.
    pub(crate) fn agrees_on_host(&self) -> bool {
        let (Some(authority), Some(host)) = (self.authority, self.headers.get(HOST)) else {
            return true;
        };
        let bare = |host: &[u8]| {
            let implied = [&b":80"[..], b":443"];
            let port = implied.iter().find(|port| host.ends_with(port));
            host.len() - port.map_or(0, |port| port.len())
        };
        let (host, authority) = (host.as_bytes(), authority.as_bytes());
        host.eq_ignore_ascii_case(authority)
            || host[..bare(host)].eq_ignore_ascii_case(authority)
            || host.eq_ignore_ascii_case(&authority[..bare(authority)])
    }

    /// The value of a header that may occur only once: `None` without it, an error if it repeats.
    pub(crate) fn single(&self, name: &HeaderName) -> Result<Option<&'a [u8]>, Repeated> {
        let mut values = self.headers.get_all(name).iter();
        match (values.next(), values.next()) {
            (value, None) => Ok(value.map(HeaderValue::as_bytes)),
            (_, Some(_)) => Err(Repeated),
        }
    }
}

/// A header that may occur only once occurs again.
pub(crate) struct Repeated;

/// The `Host` that a client sends for this URI: no user, and no port that the scheme implies.
fn authority(uri: &Uri) -> Option<&str> {
    let authority = uri.authority()?.as_str();
    let user = authority.bytes().rposition(|byte| byte == b'@');
    let host = user.and_then(|at| authority.get(at + 1..));
    let host = host.unwrap_or(authority);
    let implied = match uri.scheme_str() {
        Some("http") => ":80",
        Some("https") => ":443",
        _ => return Some(host),
    };
    Some(host.strip_suffix(implied).unwrap_or(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_authority_is_what_a_client_sends_as_host() {
        for (uri, host) in [
            ("https://a.example/", Some("a.example")),
            ("https://a.example:443/", Some("a.example")),
            ("http://a.example:80/", Some("a.example")),
            ("http://a.example:443/", Some("a.example:443")),
            ("https://user@a.example:8443/", Some("a.example:8443")),
            ("http://[::1]:80/", Some("[::1]")),
            ("/path", None),
        ] {
            assert_eq!(authority(&uri.parse().unwrap()), host, "{uri}");
        }
    }

    #[test]
    fn a_host_header_comes_before_the_authority() {
        let mut request = http::Request::get("http://b.example/").body(()).unwrap();
        let (parts, ()) = request.clone().into_parts();
        assert_eq!(
            Head::of(&parts).values("host").collect::<Vec<_>>(),
            [b"b.example"]
        );
        request
            .headers_mut()
            .insert(HOST, "a.example".parse().unwrap());
        let (parts, ()) = request.into_parts();
        assert_eq!(
            Head::of(&parts).values("host").collect::<Vec<_>>(),
            [b"a.example"]
        );
    }
}
