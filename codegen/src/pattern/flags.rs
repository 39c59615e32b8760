//! Flags within a pattern.

use std::str::Chars;

/// Flags that are switched, for the rest of a group or for one of their own. ECMA-262 has the latter since 2025, Java both.
pub(super) struct Flags {
    /// What the other engine knows of them.
    pub(super) text: String,
    /// Whether a dot now stands for every character, if that is switched.
    pub(super) dot_is_all: Option<bool>,
    /// Whether they begin a group.
    pub(super) opens: bool,
}

impl Flags {
    /// Reads what follows an opening parenthesis; `None` if it is something else.
    pub(super) fn read(rest: &mut Chars<'_>) -> Result<Option<Self>, String> {
        let Some(text) = rest.as_str().strip_prefix('?') else {
            return Ok(None);
        };
        let end = text.find([')', ':']).unwrap_or(text.len());
        let (flags, after) = text.split_at(end);
        let is_flag = |c: char| c.is_ascii_lowercase() || c == '-';
        if flags.is_empty() || after.is_empty() || !flags.chars().all(is_flag) {
            return Ok(None);
        }
        let mut known = [String::new(), String::new()];
        let (mut is_off, mut dot_is_all) = (false, None);
        for flag in flags.chars() {
            match flag {
                '-' => is_off = true,
                's' => dot_is_all = Some(!is_off),
                'i' | 'm' => known[usize::from(is_off)].push(flag),
                // Java's: of Unicode, which is on here, and of its line ends, which `.` has anyhow.
                'u' | 'U' | 'd' => {}
                _ => return Err(format!("the flag `{flag}` is not supported")),
            }
        }
        let [on, off] = known;
        let off = if off.is_empty() {
            off
        } else {
            format!("-{off}")
        };
        let opens = after.starts_with(':');
        *rest = after.get(1..).unwrap_or_default().chars();
        let text = match (opens, on.is_empty() && off.is_empty()) {
            (true, _) => format!("(?{on}{off}:"),
            (false, true) => String::new(),
            (false, false) => format!("(?{on}{off})"),
        };
        Ok(Some(Self {
            text,
            dot_is_all,
            opens,
        }))
    }
}
