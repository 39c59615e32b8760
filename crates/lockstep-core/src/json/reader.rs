//! The reader itself: where it stands, and what went wrong so far.

use std::fmt;

use super::outcome::{Fault, Malformed, Noted, Outcome};
use super::pointer::pointers;
use super::{MAX_DEPTH, MAX_VIOLATIONS};
use crate::constraint::Broken;
use crate::operation::Rejection;

/// Reads shapes from one JSON text.
///
/// Errors are sticky: after the first, every method returns `None` at once, so callers need not look
/// before the end. On a server only text that is not JSON is such an error. A value that is not of the
/// kind that is demanded is noted and skipped, and a broken constraint is noted, and reading goes on,
/// so that one answer can tell all of them. The reader keeps no path; places are offsets until
/// [`Reader::outcome`] turns those that matter into JSON pointers.
pub struct Reader<'a> {
    pub(super) text: &'a str,
    /// Only ever stands on a character's first byte.
    pub(super) at: usize,
    pub(super) depth: u32,
    pub(super) server: bool,
    /// The next value is not in the text: it is a required member that a server left out, and reads
    /// as its zero.
    pub(super) absent: bool,
    /// Where the list or map that was read last begins, and how many entries it has.
    pub(super) counted: Option<(usize, usize)>,
    pub(super) error: Option<(usize, &'static str)>,
    /// Where a value of the wrong kind was noted first, and what it should have been.
    pub(super) wrong_kind: Option<(usize, &'static str)>,
    pub(super) violations: Vec<Noted>,
    /// How many violations were dropped from the list.
    pub(super) more: usize,
}

/// Shows nothing of the text, because any value in it may be a secret.
impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("bytes", &self.text.len())
            .field("at", &self.at)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl<'a> Reader<'a> {
    /// Reads a request: strictly, with the constraints of the model, and with every required member.
    pub fn server(text: &'a [u8]) -> Self {
        Self::new(text, true)
    }

    /// Reads a response leniently: constraints are not checked, null elements of lists and maps are
    /// skipped, and a required member that is missing becomes the zero of its type, as Smithy's
    /// client error correction says.
    pub fn client(text: &'a [u8]) -> Self {
        Self::new(text, false)
    }

    fn new(bytes: &'a [u8], server: bool) -> Self {
        let (text, error) = match std::str::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                // What is valid is kept, so that the error can have a path.
                let end = error.valid_up_to();
                let valid = bytes
                    .get(..end)
                    .and_then(|valid| std::str::from_utf8(valid).ok());
                (
                    valid.unwrap_or_default(),
                    Some((end, "the text is not UTF-8")),
                )
            }
        };
        let mut reader = Self {
            text,
            at: 0,
            depth: 0,
            server,
            absent: false,
            counted: None,
            error,
            wrong_kind: None,
            violations: Vec::new(),
            more: 0,
        };
        match reader.error {
            Some(_) => reader.at = reader.text.len(),
            None => reader.space(),
        }
        reader
    }

    /// Whether this reads a request.
    pub fn is_server(&self) -> bool {
        self.server
    }

    /// Whether the text is malformed as far as it was read.
    pub fn has_failed(&self) -> bool {
        self.error.is_some() || self.wrong_kind.is_some()
    }

    /// Notes an error at an offset. The first one wins, and nothing is read after it.
    #[cold]
    pub(super) fn fail_at<T>(&mut self, at: usize, what: &'static str) -> Option<T> {
        if self.error.is_none() {
            self.error = Some((at, what));
        }
        self.at = self.text.len();
        self.absent = false;
        None
    }

    /// Notes an error here.
    #[cold]
    pub(super) fn fail<T>(&mut self, what: &'static str) -> Option<T> {
        self.fail_at(self.at, what)
    }

    /// Notes that the value which begins at an offset, and has been read, is not what is demanded.
    #[cold]
    pub(super) fn wrong<T>(&mut self, at: usize, what: &'static str) -> Option<T> {
        if !self.server {
            return self.fail_at(at, what);
        }
        if self.error.is_none() {
            self.wrong_kind.get_or_insert((at, what));
            self.keep(at, Fault::Kind(what));
        }
        None
    }

    /// Notes that the value which begins here is not of the kind that is demanded, and skips it.
    #[cold]
    pub(super) fn refuse<T>(&mut self, what: &'static str) -> Option<T> {
        let at = self.at;
        if !self.server || self.error.is_some() {
            return self.fail_at(at, what);
        }
        if self.skip().is_some() {
            return self.wrong(at, what);
        }
        // Where no value begins at all, what was expected says more than that there is none.
        if let Some((place, said)) = &mut self.error
            && *place == at
        {
            *said = what;
        }
        None
    }

    /// Notes a broken constraint at an offset.
    #[cold]
    pub(super) fn note(&mut self, at: usize, broken: Broken) {
        // What follows an error is not in the text.
        if self.error.is_none() {
            self.keep(at, Fault::Broken(broken));
        }
    }

    fn keep(&mut self, at: usize, fault: Fault) {
        self.violations.push(Noted { at, fault });
        // A request of megabytes can hold millions; the first ones are all that will be told.
        if self.violations.len() >= 4 * MAX_VIOLATIONS {
            self.keep_first_violations();
        }
    }

    /// Goes one object or array deeper.
    pub(super) fn enter(&mut self) -> bool {
        if self.depth == MAX_DEPTH {
            self.fail::<()>("nested more than 128 deep");
            return false;
        }
        self.depth += 1;
        true
    }

    /// Takes the mark that the next value is absent.
    pub(super) fn take_absent(&mut self) -> bool {
        std::mem::take(&mut self.absent)
    }

    /// Demands that nothing but space follows.
    pub fn end(&mut self) {
        if self.error.is_none() {
            self.space();
            if self.at < self.text.len() {
                self.fail::<()>("text after the value");
            }
        }
    }

    /// Ends the text and gives everything that went wrong its path, which begins with `prefix`: the
    /// empty text for a whole body, `/name` for the payload of a member.
    pub fn outcome(mut self, prefix: &str) -> Outcome {
        self.end();
        if let Some((at, what)) = self.error {
            self.keep(at, Fault::Syntax(what));
        }
        let first = match (self.wrong_kind, self.error) {
            (Some((at, what)), _) => Some((at, Fault::Kind(what))),
            (None, error) => error.map(|(at, what)| (at, Fault::Syntax(what))),
        };
        let malformed = first.and_then(|(at, fault)| {
            Some(Malformed {
                path: pointers(self.text, &[at], prefix).pop()?,
                message: Noted { at, fault }.unreadable()?,
            })
        });
        self.keep_first_violations();
        let offsets: Vec<usize> = self.violations.iter().map(|noted| noted.at).collect();
        let paths = pointers(self.text, &offsets, prefix);
        let violations = self.violations.into_iter().zip(paths);
        Outcome {
            malformed,
            violations: violations.map(|(noted, path)| noted.at(path)).collect(),
            more: self.more,
        }
    }

    /// Ends the text and hands out the value of a whole body.
    ///
    /// # Errors
    ///
    /// [`Rejection::Malformed`] if the text is not JSON, or not what the shape demands;
    /// [`Rejection::Invalid`] if constraints are broken.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Rejection> {
        self.outcome("").into_result(value)
    }

    /// Sorts by place, but what was noted first at one place stays first.
    fn keep_first_violations(&mut self) {
        self.violations.sort_by_key(|noted| noted.at);
        self.more += self.violations.len().saturating_sub(MAX_VIOLATIONS);
        self.violations.truncate(MAX_VIOLATIONS);
    }
}
