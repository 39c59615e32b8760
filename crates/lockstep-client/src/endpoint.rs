//! The base URL of a service, and how an operation's path is joined to it.

use std::net::Ipv4Addr;

use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};

use crate::ConfigError;

/// The base URL of a service: scheme, authority, and an optional path that stands before each operation's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    scheme: Scheme,
    authority: Authority,
    /// Empty, or begins with a slash and ends without one.
    prefix: String,
}

impl Endpoint {
    /// Reads an endpoint such as `https://example.com/prefix`; a slash in the end means nothing.
    ///
    /// What could not be kept as written is refused: a query or a fragment, which would have to be dropped; a user name,
    /// which would become an `Authorization` header; and empty, `.` and `..` segments, which a URL library removes.
    pub(crate) fn parse(endpoint: &str) -> Result<Self, ConfigError> {
        let refuse = |problem| ConfigError::Endpoint {
            endpoint: shown(endpoint).to_owned(),
            problem,
        };
        if endpoint.contains(['?', '#']) {
            return Err(refuse("has a query or a fragment"));
        }
        let parts = endpoint
            .parse::<Uri>()
            .map_err(|_| refuse("is not a URL"))?
            .into_parts();
        let scheme = parts.scheme.ok_or_else(|| refuse("has no scheme"))?;
        if scheme != Scheme::HTTP && scheme != Scheme::HTTPS {
            return Err(refuse("is neither http nor https"));
        }
        let authority = parts.authority.ok_or_else(|| refuse("has no host"))?;
        if authority.as_str().contains('@') {
            return Err(refuse("has a user name"));
        }
        let authority = as_sent(&scheme, &authority).ok_or_else(|| refuse("has no legal host"))?;
        let path = parts.path_and_query.as_ref().map_or("", PathAndQuery::path);
        let prefix = path.strip_suffix('/').unwrap_or(path);
        if prefix.split('/').skip(1).any(removed_by_url) {
            return Err(refuse("has an empty, `.` or `..` segment in its path"));
        }
        Ok(Self {
            scheme,
            authority,
            prefix: prefix.to_owned(),
        })
    }

    /// The endpoint of a client whose transport needs no address.
    pub(crate) fn nowhere() -> Self {
        Self {
            scheme: Scheme::HTTP,
            authority: Authority::from_static("localhost"),
            prefix: String::new(),
        }
    }

    pub(crate) fn is_https(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    /// Whether the host is an IP address.
    fn is_address(&self) -> bool {
        let host = self.authority.host();
        host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok()
    }

    /// The whole URI of an operation whose own has a path and a query alone. Nothing is normalised or decoded.
    ///
    /// What the operation puts before the host is left out where the host is an address, because that makes no name.
    pub(crate) fn join(
        &self,
        operation: &Uri,
        host_prefix: Option<&str>,
    ) -> Result<Uri, http::Error> {
        let path_and_query = operation.path_and_query().map_or("/", PathAndQuery::as_str);
        let uri = Uri::builder().scheme(self.scheme.clone());
        let uri = match host_prefix {
            Some(prefix) if !self.is_address() => {
                let prefix = prefix.to_ascii_lowercase();
                uri.authority(format!("{prefix}{}", self.authority))
            }
            _ => uri.authority(self.authority.clone()),
        };
        if self.prefix.is_empty() {
            return uri.path_and_query(path_and_query).build();
        }
        uri.path_and_query(format!("{}{path_and_query}", self.prefix))
            .build()
    }
}

/// The host as the URL library below reqwest writes it, in lower case and addresses in their usual form, and the port as it
/// was given. It is what the `Host` header says, which is signed before it is sent.
fn as_sent(scheme: &Scheme, authority: &Authority) -> Option<Authority> {
    let url = reqwest::Url::parse(&format!("{scheme}://{authority}/")).ok()?;
    let host = url.host_str()?;
    match authority.port_u16() {
        Some(port) => format!("{host}:{port}").parse().ok(),
        None => host.parse().ok(),
    }
}

/// An endpoint as errors and `Debug` show it, which are likely to be logged: what stands before an `@` may be a password.
pub(crate) fn shown(endpoint: &str) -> &str {
    endpoint.rsplit('@').next().unwrap_or_default()
}

/// Whether a URL library takes this segment out, also where its dots are percent-encoded.
fn removed_by_url(segment: &str) -> bool {
    let dots = segment.replace("%2e", ".").replace("%2E", ".");
    matches!(dots.as_str(), "" | "." | "..")
}

#[cfg(test)]
mod tests {
    use super::Endpoint;

    fn joined(endpoint: &str, operation: &str) -> String {
        Endpoint::parse(endpoint)
            .unwrap()
            .join(&operation.parse().unwrap(), None)
            .unwrap()
            .to_string()
    }

    #[test]
    fn an_operation_is_joined_as_written() {
        for (endpoint, operation, expected) in [
            ("http://localhost:80", "/a/b", "http://localhost:80/a/b"),
            ("http://localhost/", "/a/b", "http://localhost/a/b"),
            ("https://example.com/p/q", "/", "https://example.com/p/q/"),
            (
                "https://example.com/p/q/",
                "/a?b=c",
                "https://example.com/p/q/a?b=c",
            ),
            (
                "http://[::1]:8080",
                "/a%2Fb/%2e%2e/+",
                "http://[::1]:8080/a%2Fb/%2e%2e/+",
            ),
            (
                "http://localhost/%7Ep",
                "/a//b/",
                "http://localhost/%7Ep/a//b/",
            ),
        ] {
            assert_eq!(joined(endpoint, operation), expected);
        }
    }

    #[test]
    fn the_host_is_the_one_that_is_sent() {
        for (endpoint, expected) in [
            ("http://LocalHost:080", "http://localhost:80/a"),
            ("https://EXAMPLE.com.:443", "https://example.com.:443/a"),
            ("http://localhost:", "http://localhost/a"),
            ("http://127.1:80", "http://127.0.0.1:80/a"),
            ("http://[0:0:0:0:0:0:0:1]", "http://[::1]/a"),
            ("http://xn--grn-2ra.example", "http://xn--grn-2ra.example/a"),
        ] {
            assert_eq!(joined(endpoint, "/a"), expected);
            let sent = reqwest::Url::parse(expected).unwrap();
            assert!(expected.contains(sent.host_str().unwrap()), "{expected}");
        }
    }

    #[test]
    fn a_prefix_stands_before_a_name_and_not_before_an_address() {
        for (endpoint, expected) in [
            ("http://Example.com:81/p", "http://data.example.com:81/p/a"),
            ("http://localhost", "http://data.localhost/a"),
            ("http://127.0.0.1:80", "http://127.0.0.1:80/a"),
            ("http://[::1]:80", "http://[::1]:80/a"),
        ] {
            let uri = Endpoint::parse(endpoint)
                .unwrap()
                .join(&"/a".parse().unwrap(), Some("Data."))
                .unwrap();
            assert_eq!(uri.to_string(), expected);
        }
    }

    #[test]
    fn what_cannot_be_kept_is_refused() {
        for (endpoint, problem) in [
            ("", "is not a URL"),
            ("localhost:8080", "has no scheme"),
            ("/path", "has no scheme"),
            ("ftp://localhost", "is neither http nor https"),
            ("http://localhost/?a=b", "has a query or a fragment"),
            ("http://localhost/#a", "has a query or a fragment"),
            ("http://user:secret@localhost/", "has a user name"),
            ("http://localhost/a/../b", "segment in its path"),
            ("http://localhost/%2E./b", "segment in its path"),
            ("http://localhost/a//", "segment in its path"),
            ("http://local host/", "is not a URL"),
            ("http://localhost:99999/", "no legal host"),
            ("http://1.2.3.4.5/", "no legal host"),
        ] {
            let error = Endpoint::parse(endpoint).unwrap_err().to_string();
            assert!(error.contains(problem), "{endpoint}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
