//! From offsets in a text to JSON pointers, in one more scan.

use super::text;

/// The most characters of a key that a pointer shows. An answer repeats a pointer for each violation, so a
/// long key of a map would make the answer to a small request a hundred times its size.
const MOST_SHOWN: usize = 128;

/// Appends one step to an RFC 6901 pointer; what a very long key has beyond its first characters is `…`.
pub(crate) fn push_segment(pointer: &mut String, name: &str) {
    pointer.push('/');
    for (index, character) in name.chars().enumerate() {
        match character {
            _ if index == MOST_SHOWN => {
                pointer.push('…');
                return;
            }
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// The pointer of the innermost value around each offset; the offsets are in ascending order.
///
/// The space before a value, a name and a key belong to the object around them. A text that is
/// malformed is followed as far as it goes: what lies behind belongs to the value where it broke off.
pub(super) fn pointers(text: &str, offsets: &[usize], prefix: &str) -> Vec<String> {
    if offsets.is_empty() {
        return Vec::new();
    }
    let mut scan = Scan {
        text,
        at: 0,
        path: prefix.to_owned(),
        open: Vec::new(),
        offsets,
        found: Vec::with_capacity(offsets.len()),
    };
    scan.run();
    // Whatever is left lies behind the place where the scan ended.
    while scan.found.len() < offsets.len() {
        scan.found.push(scan.path.clone());
    }
    scan.found
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    path: String,
    open: Vec<Open>,
    offsets: &'a [usize],
    found: Vec<String>,
}

/// An object or array around the current value.
struct Open {
    is_object: bool,
    /// The length of its path.
    path: usize,
    /// How many elements came before.
    index: usize,
}

impl Scan<'_> {
    /// Follows the text until it ends or every offset has its pointer. `None` if it breaks off.
    fn run(&mut self) -> Option<()> {
        self.space();
        loop {
            // Here a value begins, and `path` is its own.
            match self.peek()? {
                brace @ (b'{' | b'[') => {
                    self.at += 1;
                    let is_object = brace == b'{';
                    self.open.push(Open {
                        is_object,
                        path: self.path.len(),
                        index: 0,
                    });
                    self.space();
                    if self.peek()? != if is_object { b'}' } else { b']' } {
                        self.begin_entry()?;
                        continue;
                    }
                }
                b'"' => {
                    self.string()?;
                }
                _ => self.scalar(),
            }
            if !self.end_value()? {
                return Some(());
            }
        }
    }

    /// After a value: closes what ends here, and begins the next entry. `false` at the end.
    fn end_value(&mut self) -> Option<bool> {
        loop {
            // A closed container ends where its brace does, and its path is still the current one.
            self.settle(self.at);
            if self.found.len() == self.offsets.len() {
                return Some(false);
            }
            let Some(open) = self.open.last_mut() else {
                return Some(false);
            };
            self.path.truncate(open.path);
            let (is_object, closing) = (open.is_object, if open.is_object { b'}' } else { b']' });
            open.index += 1;
            self.space();
            match self.peek()? {
                b',' => {
                    self.at += 1;
                    self.space();
                    if !is_object && self.peek()? == b']' {
                        return None;
                    }
                    self.begin_entry()?;
                    return Some(true);
                }
                byte if byte == closing => {
                    self.at += 1;
                    self.open.pop();
                }
                _ => return None,
            }
        }
    }

    /// Steps onto the next value of the innermost container, whose path becomes the current one.
    fn begin_entry(&mut self) -> Option<()> {
        let open = self.open.last()?;
        let (is_object, index) = (open.is_object, open.index);
        let name = if is_object {
            let name = self.string()?;
            self.space();
            if self.peek()? != b':' {
                return None;
            }
            self.at += 1;
            self.space();
            name
        } else {
            index.to_string()
        };
        self.settle(self.at);
        push_segment(&mut self.path, &name);
        Some(())
    }

    /// Gives the current path to every offset before `end` that has none.
    fn settle(&mut self, end: usize) {
        while self
            .offsets
            .get(self.found.len())
            .is_some_and(|offset| *offset < end)
        {
            self.found.push(self.path.clone());
        }
    }

    fn string(&mut self) -> Option<String> {
        let inside = self.text.get(self.at..)?.strip_prefix('"')?;
        let (length, _) = text::scan(inside).ok()?;
        self.at += length + 2;
        inside.get(..length).map(text::unescape)
    }

    /// A number or a literal: whatever stands between two delimiters.
    fn scalar(&mut self) {
        while self
            .peek()
            .is_some_and(|byte| !b",:]}\" \n\r\t".contains(&byte))
        {
            self.at += 1;
        }
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}
