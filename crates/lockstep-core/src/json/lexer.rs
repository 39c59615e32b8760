//! The tokens of RFC 8259, and nothing beyond them: no comments, no trailing commas.

use std::borrow::Cow;

use super::{Reader, text};
use crate::decimal;

impl<'a> Reader<'a> {
    /// The next byte.
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// What has not been read.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Skips the four kinds of space.
    pub(super) fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// Steps over one byte if it is next.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        if is_next {
            self.at += 1;
        }
        is_next
    }

    /// Steps over `null` if it is next. Whatever else begins with its letter is an error, which is
    /// left to the value's own method.
    pub(super) fn null(&mut self) -> bool {
        let is_next = self.peek() == Some(b'n') && self.rest().starts_with("null");
        if is_next {
            self.at += 4;
        }
        is_next
    }

    /// Steps over the colon between a name and its value, and the space around it.
    pub(super) fn colon(&mut self) -> Option<()> {
        self.space();
        if !self.eat(b':') {
            return self.fail("expected a colon");
        }
        self.space();
        Some(())
    }

    /// A member's name and the colon after it.
    pub(super) fn key(&mut self) -> Option<Cow<'a, str>> {
        if self.peek() != Some(b'"') {
            return self.fail("expected a member's name in quotes");
        }
        let key = self.text()?;
        self.colon()?;
        Some(key)
    }

    /// A string; it borrows from the text if it has no escapes.
    pub(super) fn text(&mut self) -> Option<Cow<'a, str>> {
        if self.peek() != Some(b'"') {
            return self.refuse("expected a string");
        }
        let (raw, has_escapes) = self.raw_text()?;
        Some(if has_escapes {
            Cow::Owned(text::unescape(raw))
        } else {
            Cow::Borrowed(raw)
        })
    }

    /// The inside of a string, checked, and whether it has escapes.
    pub(super) fn raw_text(&mut self) -> Option<(&'a str, bool)> {
        if self.peek() != Some(b'"') {
            return self.fail("expected a string");
        }
        let inside = self.text.get(self.at + 1..).unwrap_or_default();
        match text::scan(inside) {
            Ok((length, has_escapes)) => {
                self.at += length + 2;
                Some((inside.get(..length).unwrap_or_default(), has_escapes))
            }
            Err((offset, what)) => self.fail_at(self.at + 1 + offset, what),
        }
    }

    /// A number's text, in JSON's grammar.
    pub(super) fn number(&mut self) -> Option<&'a str> {
        if !matches!(self.peek(), Some(b'-' | b'0'..=b'9')) {
            return self.refuse("expected a number");
        }
        self.raw_number()
    }

    /// A number's text, where one has begun.
    pub(super) fn raw_number(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let number = decimal::scan(rest.as_bytes());
        // What goes on, such as `05` or `0x5`, is no number as a whole: its front is not looked at either.
        let goes_on = |end: usize| {
            let next = rest.as_bytes().get(end);
            next.is_some_and(|byte| {
                byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'+' | b'-')
            })
        };
        match number {
            Some(number) if !goes_on(number.end) => {
                self.at += number.end;
                rest.get(..number.end)
            }
            _ => self.fail("expected a number"),
        }
    }
}
