//! By what a participant speaks and listens, once its participant token has let it in.
//!
//! A connection has two secrets: a token, which every call shows, and a ticket, which stands in the address of the
//! web socket. Both are random, end by the clock of the machine, and are no good any more once their participant
//! has left, whenever they would have ended.

use std::time::Duration;

use crate::declare::secret;
use crate::moment::Moment;

/// How long a connection token is good. \[ours\] A client makes a connection anew with each web socket, so it has a
/// younger one after an hour at most; the day is for those that have no socket.
pub const TOKEN_LIFE: Duration = Duration::from_secs(24 * 60 * 60);

/// How long there is to open the web socket, as Amazon Connect documents it.
pub const TICKET_LIFE: Duration = Duration::from_secs(100);

secret! {
    /// What a connected participant shows with each call.
    ConnectionToken
}

secret! {
    /// What a participant shows when it opens its web socket.
    SocketTicket
}

secret! {
    /// What is in the address of a file.
    FileTicket
}

/// A connection that is about to be made.
#[derive(Clone, Debug)]
pub struct NewConnection {
    /// Its token.
    pub token: ConnectionToken,
    /// When the token stops being good, by the clock of the machine.
    pub token_expires: Moment,
    /// Its ticket.
    pub ticket: SocketTicket,
    /// When the ticket stops being good, by the clock of the machine.
    pub ticket_expires: Moment,
    /// Whether the participant is there for the others from now on, without a socket.
    pub connects: bool,
    /// When it is made, by the clock of the machine.
    pub at: Moment,
}

impl NewConnection {
    /// A connection with secrets of its own.
    #[must_use]
    pub fn fresh(connects: bool, at: Moment) -> Self {
        Self {
            token: ConnectionToken::fresh(),
            token_expires: at.after(TOKEN_LIFE),
            ticket: SocketTicket::fresh(),
            ticket_expires: at.after(TICKET_LIFE),
            connects,
            at,
        }
    }
}

/// Who calls, as far as a token tells it.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// What it shows.
    pub token: ConnectionToken,
    /// When it does, by the clock of the machine.
    pub at: Moment,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_long_new_and_not_printed() {
        let at = Moment::from_millis(0);
        let (one, two) = (
            NewConnection::fresh(true, at),
            NewConnection::fresh(true, at),
        );
        assert!(one.token != two.token && one.ticket != two.ticket);
        assert_eq!(one.token.secret().len(), 64);
        let printed = format!("{one:?}");
        assert!(!printed.contains(one.token.secret()) && !printed.contains(one.ticket.secret()));
    }
}
