//! The web socket of a participant: where it is shown what happens in its chat, while it happens.
//!
//! The address has a ticket in it, which belongs to a [connection](crate::connection) and is all that says who
//! listens. The frames are texts of JSON with a `topic`, as ChatJS writes and reads them:
//!
//! | topic | from the client | from here |
//! |---|---|---|
//! | `aws/subscribe` | asks for the topic `aws/chat`: the participant is there from now on | whether it was done |
//! | `aws/ping` | nothing more | status 200 |
//! | `aws/heartbeat` | nothing more | the same |
//! | `aws/chat` | | an item of the chat, as a text of JSON inside `content` |
//!
//! A participant may have several sockets, and each is shown everything. First of all comes what the participant was
//! not shown before, with the same ids. An item counts as shown once it was written to each socket that listens; if
//! the service is killed before, or nobody listens, it will be shown again. So an item may come twice, to whoever
//! goes by ids it does not matter, and nothing is left out.
//!
//! Nobody waits for a slow socket. What it has not taken yet waits in the [hub](crate::hub), which keeps some
//! hundreds of items for it; a socket that falls behind further, or does not take a single frame within
//! [`Limits::patience`], is closed, and what it has missed is shown when the participant comes back. \[ours\] That is so
//! while other sockets of the participant are open, too: a socket that was lost, because it was slow or silent or its
//! client is gone without a word, counts as one that listens and has not written, until the next one asks, which is
//! shown all of that. Clients cannot be told apart, so the next one may be of a client that has seen it. A socket that
//! its client has closed has missed nothing. \[ours\] Other ends: the participant has left, or
//! the chat is over, once that is written; nothing was heard for [`Limits::silence`]; the socket has become as old as
//! it may; the service ends.
//!
//! \[ours\] Whoever has left does not come back, not even to be shown what was missed: the tokens are no good any more,
//! and ChatJS takes that for the end of the chat.
//!
//! All of this goes by the clock of the machine, but for the moment at which someone comes in.

use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use crate::connection::SocketTicket;
use crate::moment::Moment;
use crate::server::Application;
use crate::store::StoreError;

mod address;
mod frames;
mod places;
mod session;

pub use address::{NoSocketUrl, SocketUrl};
pub use places::Sockets;

/// How long a socket lives, as its client is told: as long as ChatJS keeps one.
pub const LIFE: Duration = Duration::from_secs(3_540);

/// Where it is, on the port of the API.
pub const PATH: &str = "/participant/websocket";

/// The longest frame that a client may send. Those that it has to send are a tenth of that.
const LONGEST_FRAME: usize = 4 * 1_024;

/// What a socket may and must, by the clock of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many sockets a participant may have at once: five, as Amazon Connect documents it.
    pub most: usize,
    /// After what time a socket is closed. \[ours\] A minute after [`LIFE`], because a client opens its second socket
    /// when that is over, and closes the first one then.
    pub life: Duration,
    /// How long a client may be silent. \[ours\] ChatJS is heard every ten seconds; but browsers hold back the timers
    /// of pages in the background, down to one a minute, so it is three of those.
    pub silence: Duration,
    /// How long a client may take to accept one frame. \[ours\] The network's buffers hold hundreds of them, so a
    /// client that does not has stopped reading long ago.
    pub patience: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            most: 5,
            life: LIFE + Duration::from_secs(60),
            silence: Duration::from_secs(180),
            patience: Duration::from_secs(2),
        }
    }
}

/// Opens the socket of the participant whose ticket is in the query.
pub(crate) async fn open(
    State(application): State<Application>,
    uri: Uri,
    upgrade: WebSocketUpgrade,
) -> Response {
    let mut pairs = uri.query().unwrap_or_default().split('&');
    let ticket = pairs.find_map(|pair| pair.strip_prefix("ticket="));
    let ticket = SocketTicket::from(ticket.unwrap_or_default().to_owned());
    let found = application
        .store
        .participant_by_ticket(&ticket, Moment::now())
        .await;
    let (participant, chat) = match found {
        Ok(found) => found,
        Err(error @ StoreError::Unavailable(_)) => {
            tracing::error!(cause = std::error::Error::source(&error), "{error}");
            return refusal(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string());
        }
        Err(error) => return refusal(StatusCode::FORBIDDEN, &error.to_string()),
    };
    let Some(place) = application.sockets.open(&participant.id) else {
        let message = "the participant has as many sockets as it may have";
        return refusal(StatusCode::TOO_MANY_REQUESTS, message);
    };
    upgrade
        .max_message_size(LONGEST_FRAME)
        .max_frame_size(LONGEST_FRAME)
        .on_upgrade(move |socket| session::run(socket, application, chat, place))
}

fn refusal(status: StatusCode, message: &str) -> Response {
    (status, format!("{message}\n")).into_response()
}
