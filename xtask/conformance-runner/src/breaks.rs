//! The twenty ways in which a self-test breaks the wire.
//!
//! Each changes one thing of a message, in the same way for a request that the client sent, a request that the server
//! gets, a response that the server sent and a response that the client gets. Where it does not apply, it leaves the
//! message alone: a break of the query does nothing to a response, one of numbers nothing to a body without any.
//!
//! Which of several headers, members or elements is changed depends on the message alone: of headers the one whose name
//! is the last, without those that frame or trace a message, and of JSON what stands first, the outermost before what is
//! within, members in the order of their names.

mod json;
mod parts;

use crate::wire::Message;

/// A way to break the wire.
#[derive(Debug)]
pub struct Break {
    /// A short name.
    pub name: &'static str,
    /// What it does.
    pub about: &'static str,
    change: Change,
}

#[derive(Debug)]
enum Change {
    /// Changes any part of a message.
    Message(fn(&mut Message)),
    /// Changes a message with the headers that must not be in it.
    Forbidden(fn(&mut Message, &[String])),
    /// Changes one value of a body of JSON, and says whether it did.
    Json(fn(&mut crate::Params) -> bool),
}

impl Break {
    /// Breaks a message; `forbidden` are the headers that its case forbids.
    pub fn apply(&self, message: &mut Message, forbidden: &[String]) {
        match self.change {
            Change::Message(change) => change(message),
            Change::Forbidden(change) => change(message, forbidden),
            Change::Json(change) => json::change_first(message, change),
        }
    }
}

/// All breaks.
pub const BREAKS: [Break; 20] = [
    Break {
        name: "header-dropped",
        about: "A header is not there.",
        change: Change::Message(parts::drop_header),
    },
    Break {
        name: "header-changed",
        about: "A header's value has one more letter.",
        change: Change::Message(parts::change_header),
    },
    Break {
        name: "header-added",
        about: "A header is there that the case forbids.",
        change: Change::Forbidden(parts::add_header),
    },
    Break {
        name: "content-type-changed",
        about: "The body has another media type.",
        change: Change::Message(parts::change_content_type),
    },
    Break {
        name: "error-type-changed",
        about: "The answer names another error, in its header or in its body.",
        change: Change::Message(parts::change_error_type),
    },
    Break {
        name: "status-changed",
        about: "A success has the status 500, and an error has 200.",
        change: Change::Message(parts::change_status),
    },
    Break {
        name: "method-changed",
        about: "The method is PUT if it was POST, and POST otherwise.",
        change: Change::Message(parts::change_method),
    },
    Break {
        name: "path-changed",
        about: "The last segment of the path has one more letter.",
        change: Change::Message(parts::change_path),
    },
    Break {
        name: "query-dropped",
        about: "The first parameter of the query is not there.",
        change: Change::Message(parts::drop_parameter),
    },
    Break {
        name: "query-doubled",
        about: "The first parameter of the query has its value twice over, one after the other.",
        change: Change::Message(parts::double_parameter),
    },
    Break {
        name: "body-added",
        about: "A body of JSON is there where there was none.",
        change: Change::Message(parts::add_body),
    },
    Break {
        name: "body-dropped",
        about: "The body is not there.",
        change: Change::Message(parts::drop_body),
    },
    Break {
        name: "body-truncated",
        about: "The second half of the body is not there.",
        change: Change::Message(parts::truncate_body),
    },
    Break {
        name: "member-dropped",
        about: "A member of the body's JSON is not there.",
        change: Change::Json(json::drop_member),
    },
    Break {
        name: "member-renamed",
        about: "A member of the body's JSON has another name.",
        change: Change::Json(json::rename_member),
    },
    Break {
        name: "members-swapped",
        about: "Two members of the body's JSON have each other's values.",
        change: Change::Json(json::swap_members),
    },
    Break {
        name: "member-null",
        about: "A member of the body's JSON is null.",
        change: Change::Json(json::nullify_member),
    },
    Break {
        name: "number-to-string",
        about: "A number in the body's JSON stands in quotes.",
        change: Change::Json(json::quote_number),
    },
    Break {
        name: "letters-changed",
        about: "The small letters of a string in the body's JSON are capital, and the capital ones small.",
        change: Change::Json(json::change_case),
    },
    Break {
        name: "elements-reordered",
        about: "The elements of a list in the body's JSON stand in the opposite order.",
        change: Change::Json(json::reverse_elements),
    },
];

#[cfg(test)]
mod tests;
