//! What participants say, and how the transcript of it is read.

use std::collections::BTreeMap;

use crate::attachment::Attachment;
use crate::ids::{ContactId, ParticipantId};
use crate::item::{Content, Item, ItemKind};
use crate::moment::Moment;

/// Something that a participant says: a message, or an event that a client may send.
#[derive(Clone, Debug)]
pub struct Said {
    /// What it is.
    pub kind: ItemKind,
    /// Its text.
    pub content: Option<Content>,
    /// Which message it is about, if it is a receipt; which file, if it shares one.
    pub about: Option<String>,
    /// The file that it shares, which the store fills in.
    pub attachment: Option<Attachment>,
    /// A name for this call: when it is repeated by the same participant with the same token, nothing is said again.
    /// \[ours\] Messages and events have their tokens apart, whatever else the call says does not count, and an empty
    /// token is none.
    pub client_token: Option<String>,
}

/// Which part of a transcript to read.
#[derive(Clone, Debug)]
pub struct Window {
    /// What happened in this contact of the chain alone; \[ours\] without it, in all of them.
    pub contact: Option<ContactId>,
    /// Where to begin.
    pub start: Start,
    /// Which way to go.
    pub direction: Direction,
    /// How many items to read.
    pub most: u32,
}

/// Where to begin to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// At the end from which the direction leads away.
    End,
    /// At this item.
    Item(String),
    /// At the first item of this moment or beyond, in the direction.
    At(Moment),
    /// So many items before the end.
    MostRecent(u32),
    /// Beyond the item at this place, which the page before has ended with.
    Beyond(i64),
}

/// Which way a transcript is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the end.
    Forward,
    /// Towards the beginning.
    Backward,
}

/// A part of a transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The chat, by the first contact of its chain.
    pub chat: ContactId,
    /// The items, the oldest first.
    pub items: Vec<Item>,
    /// Who has received which of the messages: by the message's id, in the order in which they first told.
    pub receipts: BTreeMap<String, Vec<Receipt>>,
    /// The place of the item that was read last, if there is more in this direction.
    pub next: Option<i64>,
}

/// That someone has received a message. \[ours\] Of several receipts of one kind, the first counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Who.
    pub by: ParticipantId,
    /// When it was delivered, if they told.
    pub delivered: Option<Moment>,
    /// When they read it, if they told.
    pub read: Option<Moment>,
}
