//! Sets of characters in brackets.

use std::str::Chars;

use super::escape::{self, Escape};

/// The sets that hold nothing and everything.
const NOTHING: &str = r"[^\x00-\u{10ffff}]";
const EVERYTHING: &str = r"[\x00-\u{10ffff}]";

/// The characters that have a meaning in a set; `&` and `~` have one if they are doubled.
const META: &str = r"\[]^-&~";

/// One part of a set.
enum Part {
    Char(u32),
    /// Text that is a set of its own within brackets.
    Set(String),
}

/// Translates a set; the opening bracket is read.
pub(super) fn read(rest: &mut Chars<'_>) -> Result<String, String> {
    let negated = rest.as_str().starts_with('^');
    if negated {
        rest.next();
    }
    let mut inside = String::new();
    loop {
        let Some(next) = rest.next() else {
            return Err("a `[` is not closed".into());
        };
        if next == ']' {
            break;
        }
        let first = part(next, rest)?;
        // A range, unless the hyphen is the last in the set.
        let range_to = rest
            .as_str()
            .strip_prefix('-')
            .filter(|after| !after.is_empty() && !after.starts_with(']'));
        let Some(after) = range_to else {
            push(&mut inside, &first);
            continue;
        };
        let mut after = after.chars();
        let last = after
            .next()
            .map(|last| part(last, &mut after))
            .transpose()?;
        match (&first, &last) {
            (Part::Char(low), Some(Part::Char(high))) if low <= high => {
                push_range(&mut inside, *low, *high)
            }
            (Part::Char(_), Some(Part::Char(_))) => {
                return Err("a range ends before it starts".into());
            }
            // A set is no end of a range, so the hyphen stands for itself.
            _ => {
                push(&mut inside, &first);
                inside.push_str(r"\-");
                last.iter().for_each(|last| push(&mut inside, last));
            }
        }
        *rest = after;
    }
    Ok(match (inside.is_empty(), negated) {
        (true, false) => NOTHING.into(),
        (true, true) => EVERYTHING.into(),
        (false, false) => format!("[{inside}]"),
        (false, true) => format!("[^{inside}]"),
    })
}

fn part(next: char, rest: &mut Chars<'_>) -> Result<Part, String> {
    if next != '\\' {
        return Ok(Part::Char(next.into()));
    }
    Ok(match escape::read(rest, true)? {
        Escape::Char(code) => Part::Char(code),
        Escape::Set {
            negated: false,
            inside,
        } => Part::Set(inside.to_owned()),
        Escape::Set {
            negated: true,
            inside,
        } => Part::Set(format!("[^{inside}]")),
        Escape::Property(property) => Part::Set(property),
        Escape::Boundary { .. }
        | Escape::Group(_)
        | Escape::NamedGroup(_)
        | Escape::Edge(_)
        | Escape::Quoted(_) => {
            return Err("an escape has no meaning in a set".into());
        }
    })
}

fn push(inside: &mut String, part: &Part) {
    match part {
        Part::Char(code) => push_range(inside, *code, *code),
        Part::Set(set) => inside.push_str(set),
    }
}

/// Adds a range without its surrogates, which no text of Rust holds.
fn push_range(inside: &mut String, low: u32, high: u32) {
    let low = if (0xd800..0xe000).contains(&low) {
        0xe000
    } else {
        low
    };
    let high = if (0xd800..0xe000).contains(&high) {
        0xd7ff
    } else {
        high
    };
    if low > high {
        return;
    }
    push_char(inside, low, META);
    if low < high {
        inside.push('-');
        push_char(inside, high, META);
    }
}

/// Adds one character as text that means only itself; `meta` are those that have a meaning where it stands.
pub(super) fn push_char(to: &mut String, code: u32, meta: &str) {
    match char::from_u32(code) {
        Some('\n') => to.push_str("\\n"),
        Some('\r') => to.push_str("\\r"),
        Some('\t') => to.push_str("\\t"),
        Some(special) if meta.contains(special) => to.extend(['\\', special]),
        Some(plain @ ' '..='~') => to.push(plain),
        Some(_) if code < 0x80 => to.push_str(&format!("\\x{code:02x}")),
        Some(_) => to.push_str(&format!("\\u{{{code:x}}}")),
        None => to.push_str(NOTHING),
    }
}
