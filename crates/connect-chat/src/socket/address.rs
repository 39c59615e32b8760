//! Where participants reach the web socket, and files beside it.

use std::error::Error;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::str::FromStr;

use reqwest::Url;

use super::PATH;
use crate::connection::{FileTicket, SocketTicket};

/// The address of the web socket, from which that of files is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SocketUrl {
    /// Whether it is reached by TLS.
    is_secure: bool,
    /// The host, and the port unless it goes without saying.
    authority: String,
    /// The path up to its last slash, and what comes behind.
    path: (String, String),
}

impl SocketUrl {
    /// The address of a service that listens here. One that stands for all of the machine's addresses is named by the
    /// loopback's, because ChatJS takes no plain address but `ws://127.0.0.1`.
    #[must_use]
    pub fn of(listener: SocketAddr) -> Self {
        let mut address = listener;
        if address.ip().is_unspecified() {
            address.set_ip(Ipv4Addr::LOCALHOST.into());
        }
        let (folder, name) = PATH.rsplit_once('/').unwrap_or_default();
        Self {
            is_secure: false,
            authority: address.to_string(),
            path: (folder.to_owned(), name.to_owned()),
        }
    }

    /// Where the holder of this ticket opens its socket.
    #[must_use]
    pub fn socket(&self, ticket: &SocketTicket) -> String {
        let scheme = if self.is_secure { "wss" } else { "ws" };
        let (authority, (folder, name)) = (&self.authority, &self.path);
        let ticket = ticket.secret();
        format!("{scheme}://{authority}{folder}/{name}?ticket={ticket}")
    }

    /// Where the file of this ticket is sent to or read from: beside the socket, by HTTP.
    #[must_use]
    pub fn file(&self, ticket: &FileTicket) -> String {
        let scheme = if self.is_secure { "https" } else { "http" };
        let (authority, (folder, _)) = (&self.authority, &self.path);
        format!("{scheme}://{authority}{folder}/files/{}", ticket.secret())
    }
}

impl FromStr for SocketUrl {
    type Err = NoSocketUrl;

    fn from_str(text: &str) -> Result<Self, NoSocketUrl> {
        let url = Url::parse(text).map_err(|_| NoSocketUrl("be an address"))?;
        let is_secure = match url.scheme() {
            "ws" => false,
            "wss" => true,
            _ => return Err(NoSocketUrl("begin with ws:// or wss://")),
        };
        let host = url.host_str().ok_or(NoSocketUrl("have a host"))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(NoSocketUrl("have no user and no password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(NoSocketUrl("have no query and no fragment"));
        }
        let path = url.path().rsplit_once('/');
        let Some((folder, name)) = path.filter(|(_, name)| !name.is_empty()) else {
            return Err(NoSocketUrl("have a path, such as /participant/websocket"));
        };
        // ChatJS takes a plain address only if it has a port.
        let port = match is_secure {
            true => url.port(),
            false => url.port_or_known_default(),
        };
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        Ok(Self {
            is_secure,
            authority: format!("{host}{port}"),
            path: (folder.to_owned(), name.to_owned()),
        })
    }
}

/// A text that cannot be the address of the web socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSocketUrl(
    /// What it would have to be.
    pub &'static str,
);

impl fmt::Display for NoSocketUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it must {}", self.0)
    }
}

impl Error for NoSocketUrl {}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(url: &SocketUrl) -> (String, String) {
        let (socket, file) = ("s".to_owned().into(), "f".to_owned().into());
        (url.socket(&socket), url.file(&file))
    }

    #[test]
    fn files_are_beside_the_socket() -> Result<(), NoSocketUrl> {
        for (text, socket, file) in [
            (
                "wss://chat.example.com/participant/websocket",
                "wss://chat.example.com/participant/websocket?ticket=s",
                "https://chat.example.com/participant/files/f",
            ),
            (
                "wss://[::1]:8443/a/b/c",
                "wss://[::1]:8443/a/b/c?ticket=s",
                "https://[::1]:8443/a/b/files/f",
            ),
            (
                "ws://127.0.0.1:80/socket",
                "ws://127.0.0.1:80/socket?ticket=s",
                "http://127.0.0.1:80/files/f",
            ),
        ] {
            let (socket, file) = (socket.to_owned(), file.to_owned());
            assert_eq!(both(&text.parse()?), (socket, file));
        }
        for (listener, host) in [("0.0.0.0", "127.0.0.1"), ("[::1]", "[::1]")] {
            let listener = format!("{listener}:8080").parse();
            let own = listener.map(|listener| both(&SocketUrl::of(listener)).0);
            let socket = format!("ws://{host}:8080/participant/websocket?ticket=s");
            assert_eq!(own, Ok(socket));
        }
        Ok(())
    }

    #[test]
    fn an_address_that_would_send_tickets_elsewhere_is_none() {
        for (text, rule) in [
            ("", "be an address"),
            ("chat.example.com/a", "be an address"),
            ("wss:///", "be an address"),
            ("https://chat.example.com/a", "begin with ws:// or wss://"),
            ("wss://chat.example.com", "have a path"),
            ("wss://chat.example.com/a/", "have a path"),
            ("wss://chat.example.com/a?b=c", "have no query"),
            ("wss://chat.example.com/a#b", "have no query"),
            ("wss://user@chat.example.com/a", "have no user"),
            ("wss://:word@chat.example.com/a", "have no user"),
        ] {
            let refused = text.parse::<SocketUrl>().err();
            assert!(
                refused.is_some_and(|refused| refused.0.starts_with(rule)),
                "{text}: {refused:?}"
            );
        }
    }
}
