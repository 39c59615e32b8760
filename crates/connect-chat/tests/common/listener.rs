//! A web socket as a client has it, with frames as ChatJS writes them.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, client_async, connect_async};

use super::party::Seat;

/// How long a frame may take that has to come. No test waits so long, unless it fails.
const PATIENCE: Duration = Duration::from_secs(30);

const EVENT: &str = "application/vnd.amazonaws.connect.event.";

pub(crate) struct Listener(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Listener {
    /// Opens a socket that asks for nothing.
    pub(crate) async fn open(url: &str) -> Result<Self, Error> {
        Ok(Self(connect_async(url).await?.0))
    }

    /// Opens a socket that takes little before it is read.
    pub(crate) async fn narrow(url: &str) -> Self {
        let address = url.strip_prefix("ws://").unwrap();
        let address = address.split('/').next().unwrap().parse().unwrap();
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4_096).unwrap();
        let stream = MaybeTlsStream::Plain(socket.connect(address).await.unwrap());
        Self(client_async(url, stream).await.unwrap().0)
    }

    /// Opens a socket that listens to the chat.
    pub(crate) async fn listen(seat: &Seat) -> Self {
        let mut listener = Self::open(&seat.url).await.unwrap();
        listener.subscribe().await;
        listener
    }

    /// The status with which a socket is refused.
    pub(crate) async fn refused(url: &str) -> u16 {
        match Self::open(url).await {
            Err(Error::Http(answer)) => answer.status().as_u16(),
            Err(error) => panic!("{error}"),
            Ok(_) => panic!("the socket was opened"),
        }
    }

    pub(crate) async fn subscribe(&mut self) {
        let topics = json!({"topics": ["aws/chat"]});
        self.ask(json!({"topic": "aws/subscribe", "content": topics}))
            .await;
        let content = json!({"status": "success", "topics": ["aws/chat"]});
        let done = json!({"topic": "aws/subscribe", "content": content});
        assert_eq!(self.frame().await, Some(done));
    }

    pub(crate) async fn ask(&mut self, frame: Value) {
        let text = Message::text(frame.to_string());
        self.0.send(text).await.unwrap();
    }

    /// The next frame, or nothing if the socket is closed.
    pub(crate) async fn frame(&mut self) -> Option<Value> {
        loop {
            match timeout(PATIENCE, self.0.next()).await.unwrap()? {
                Ok(Message::Text(text)) => return Some(serde_json::from_str(&text).unwrap()),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// The next item, or nothing if the socket is closed.
    pub(crate) async fn item(&mut self) -> Option<Value> {
        self.frame().await.as_ref().map(item)
    }

    /// The items that were written until now: those before the answer to a ping.
    pub(crate) async fn items(&mut self) -> Vec<Value> {
        self.ask(json!({"topic": "aws/ping"})).await;
        let pong = json!({"topic": "aws/ping", "statusCode": 200, "statusContent": "OK"});
        let mut items = Vec::new();
        loop {
            let frame = self.frame().await.unwrap();
            if frame == pong {
                return items;
            }
            items.push(item(&frame));
        }
    }

    /// The same in short.
    pub(crate) async fn told(&mut self) -> Vec<String> {
        short(&self.items().await)
    }

    /// The items until the socket is closed, in short, and the code with which it is, if it is told one.
    pub(crate) async fn until_closed(&mut self) -> (Vec<String>, Option<u16>) {
        let mut items = Vec::new();
        loop {
            match timeout(PATIENCE, self.0.next()).await.unwrap() {
                Some(Ok(Message::Text(text))) => {
                    items.push(item(&serde_json::from_str(&text).unwrap()));
                }
                Some(Ok(Message::Close(frame))) => {
                    return (short(&items), frame.map(|frame| frame.code.into()));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return (short(&items), None),
            }
        }
    }
}

/// The item in a frame.
fn item(frame: &Value) -> Value {
    assert_eq!(
        (&frame["topic"], &frame["contentType"]),
        (&json!("aws/chat"), &json!("application/json")),
        "{frame}"
    );
    serde_json::from_str(frame["content"].as_str().unwrap()).unwrap()
}

fn short(items: &[Value]) -> Vec<String> {
    let line = |item: &Value| {
        let name = item["DisplayName"].as_str().unwrap_or("-");
        let kind = item["ContentType"].as_str().unwrap();
        let what = kind.strip_prefix(EVENT);
        let what = what.or(item["Content"].as_str()).unwrap();
        format!("{name}: {what}")
    };
    items.iter().map(line).collect()
}
