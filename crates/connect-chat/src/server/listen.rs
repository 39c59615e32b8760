//! Ports, and how connections come from them.

use std::net::SocketAddr;

use axum::serve::{ListenerExt, TapIo};
use tokio::net::{TcpListener, TcpStream};

use super::RunError;

/// A port, with the number that the system chose.
pub(super) async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), RunError> {
    let listening = async {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        Ok((listener, address))
    };
    listening
        .await
        .map_err(|error| RunError::Bind(address, error))
}

/// What is written to its connections goes out at once. Otherwise the system keeps a small frame back while the one
/// before it is not acknowledged, for some 40 ms, and if the service is killed in that time, an item that counts as
/// shown may be lost with the frame.
pub(super) fn at_once(listener: TcpListener) -> TapIo<TcpListener, fn(&mut TcpStream)> {
    listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps small frames back");
        }
    })
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use axum::serve::Listener;

    use super::*;

    #[tokio::test]
    async fn a_connection_keeps_nothing_back() {
        let (listener, address) = listen((Ipv4Addr::LOCALHOST, 0).into()).await.unwrap();
        let client = TcpStream::connect(address).await.unwrap();
        let (connection, from) = at_once(listener).accept().await;
        assert_eq!(from, client.local_addr().unwrap());
        assert!(connection.nodelay().unwrap());
    }
}
