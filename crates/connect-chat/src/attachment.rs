//! Files that participants share in a chat.
//!
//! A file is announced, sent to an address of its own, and then made a part of the chat. Whoever takes part gets an
//! address to read it from. Both addresses have a ticket in them, which is all that they ask for, and end by the
//! clock of the machine. \[ours\] Nobody looks at the files: each is approved once it has the size that was announced.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::connection::FileTicket;
use crate::moment::Moment;

/// The largest file, in bytes: 20 MB, as Amazon Connect documents it.
pub const LARGEST: u64 = 20 * 1_024 * 1_024;

/// How many files a chat may have, announced ones included, as Amazon Connect documents it.
pub const MOST: i64 = 35;

/// How long there is to send a file. \[ours\] As long as Amazon's own addresses for it mostly last.
pub const UPLOAD_LIFE: Duration = Duration::from_secs(15 * 60);

/// A file as a chat has it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its id.
    pub id: String,
    /// Its name. It is left out of `Debug`, because the API calls it sensitive.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// How large it is, in bytes.
    pub size: i64,
}

impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attachment")
            .field("id", &self.id)
            .field("media_type", &self.media_type)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// A file that is announced.
#[derive(Clone, Debug)]
pub struct NewAttachment {
    /// What is announced.
    pub attachment: Attachment,
    /// A name for this call: when it is repeated by the same participant with the same token, it announces nothing.
    pub client_token: String,
    /// What is in the address to which it is sent.
    pub ticket: FileTicket,
    /// When that address stops being good, by the clock of the machine.
    pub expires: Moment,
}

impl NewAttachment {
    /// An announcement with an id and a ticket of its own, at this time of the machine's clock.
    #[must_use]
    pub fn fresh(
        name: String,
        media_type: String,
        size: i64,
        client_token: String,
        at: Moment,
    ) -> Self {
        Self {
            attachment: Attachment {
                id: Uuid::new_v4().to_string(),
                name,
                media_type,
                size,
            },
            client_token,
            ticket: FileTicket::fresh(),
            expires: at.after(UPLOAD_LIFE),
        }
    }
}

/// An address from which a file is to be read.
#[derive(Clone, Debug)]
pub struct FileLink {
    /// Which file, by its id.
    pub attachment: String,
    /// What is in the address.
    pub ticket: FileTicket,
    /// When it stops being good, by the clock of the machine.
    pub expires: Moment,
}
