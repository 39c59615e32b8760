//! Values that nobody asked for, checked like all others.

use super::{MAX_DEPTH, Reader};

/// Which of the open containers are objects: one bit each, the innermost last. It takes the place of
/// a call stack, so that no text can exhaust the real one.
#[derive(Default)]
struct Open {
    objects: u128,
    count: u32,
}

const _: () = assert!(MAX_DEPTH <= u128::BITS);

impl Open {
    fn push(&mut self, is_object: bool) {
        self.objects = self.objects << 1 | u128::from(is_object);
        self.count += 1;
    }

    fn pop(&mut self) {
        self.objects >>= 1;
        self.count -= 1;
    }

    fn is_object(&self) -> bool {
        self.objects & 1 == 1
    }
}

impl Reader<'_> {
    /// Skips one value. It counts towards the depth, and has to be JSON.
    pub(super) fn skip(&mut self) -> Option<()> {
        let mut open = Open::default();
        loop {
            let opened = match self.peek() {
                Some(b'{') => Some(true),
                Some(b'[') => Some(false),
                _ => {
                    self.skip_simple()?;
                    None
                }
            };
            if let Some(is_object) = opened {
                if !self.enter() {
                    return None;
                }
                self.at += 1;
                open.push(is_object);
                self.space();
                if self.peek() != Some(if is_object { b'}' } else { b']' }) {
                    if is_object {
                        self.skip_key()?;
                    }
                    continue;
                }
            }
            if !self.skip_end(&mut open)? {
                return Some(());
            }
        }
    }

    /// After a value: closes what ends here. Returns whether another value follows in something that
    /// stays open.
    fn skip_end(&mut self, open: &mut Open) -> Option<bool> {
        while open.count > 0 {
            self.space();
            match (self.peek(), open.is_object()) {
                (Some(b'}'), true) | (Some(b']'), false) => {
                    self.at += 1;
                    self.depth -= 1;
                    open.pop();
                }
                (Some(b','), is_object) => {
                    self.at += 1;
                    self.space();
                    if is_object {
                        self.skip_key()?;
                    }
                    return Some(true);
                }
                (_, true) => return self.fail("expected a comma or a closing brace"),
                (_, false) => return self.fail("expected a comma or a closing bracket"),
            }
        }
        Some(false)
    }

    fn skip_key(&mut self) -> Option<()> {
        self.raw_text()?;
        self.colon()
    }

    fn skip_simple(&mut self) -> Option<()> {
        match self.peek() {
            Some(b'"') => self.raw_text().map(|_| ()),
            Some(b'-' | b'0'..=b'9') => self.raw_number().map(|_| ()),
            _ => {
                let rest = self.rest();
                let literals = ["true", "false", "null"];
                match literals
                    .into_iter()
                    .find(|literal| rest.starts_with(literal))
                {
                    Some(literal) => {
                        self.at += literal.len();
                        Some(())
                    }
                    None => self.fail("expected a value"),
                }
            }
        }
    }
}
