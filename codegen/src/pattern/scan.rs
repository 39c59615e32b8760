//! One walk over a pattern.

use std::str::Chars;

use super::class;
use super::escape::{self, Escape};
use super::flags::Flags;

/// A pattern that was walked over.
#[derive(Default)]
pub(super) struct Scanned {
    /// The translated pattern.
    pub(super) regex: String,
    /// The same without what only a backtracking engine knows, so that the rest can be checked.
    pub(super) skeleton: String,
    pub(super) looks_around: bool,
    pub(super) refers_back: bool,
    /// Whether a repetition gives nothing back.
    pub(super) keeps: bool,
}

impl Scanned {
    fn push(&mut self, text: &str) {
        self.regex.push_str(text);
        self.skeleton.push_str(text);
    }
}

/// The characters that have a meaning outside of a set.
const META: &str = r"\.+*?()|[]{}^$";

/// What can be repeated.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    /// Nothing, or a repetition.
    Nothing,
    /// A character, set or group.
    Item,
    /// A group that looks around, which starts at this place of the pattern's translation.
    Look(usize),
}

/// Walks over a pattern; `capture` says whether its groups are numbered.
pub(super) fn scan(ecma: &str, capture: bool) -> Result<Scanned, String> {
    let mut rest = ecma.chars();
    let mut scanned = Scanned::default();
    // Each group that is open, and what a dot meant before it.
    let mut open: Vec<(Last, bool)> = Vec::new();
    let mut dot_is_all = false;
    let (mut groups, mut highest, mut last) = (0, 0, Last::Nothing);
    while let Some(next) = rest.next() {
        last = match next {
            '\\' => match escape::read(&mut rest, false)? {
                Escape::Char(code) => push_char(&mut scanned, code),
                Escape::Set { negated, inside } => {
                    scanned.push(if negated { "[^" } else { "[" });
                    scanned.push(inside);
                    scanned.push("]");
                    Last::Item
                }
                Escape::Property(property) => {
                    scanned.push(&property);
                    Last::Item
                }
                Escape::Boundary { negated } => {
                    scanned.push(if negated { r"(?-u:\B)" } else { r"(?-u:\b)" });
                    Last::Nothing
                }
                Escape::Group(number) => {
                    highest = highest.max(number);
                    refer(&mut scanned, &number.to_string())
                }
                Escape::NamedGroup(name) => refer(&mut scanned, &name),
                Escape::Edge(edge) => {
                    scanned.push(edge);
                    Last::Nothing
                }
                Escape::Quoted(text) => {
                    let mut last = last;
                    for quoted in text.chars() {
                        last = push_char(&mut scanned, quoted.into());
                    }
                    last
                }
            },
            '[' => {
                scanned.push(&class::read(&mut rest)?);
                Last::Item
            }
            '(' => {
                if let Some(flags) = Flags::read(&mut rest)? {
                    let outer = dot_is_all;
                    dot_is_all = flags.dot_is_all.unwrap_or(dot_is_all);
                    scanned.push(&flags.text);
                    if flags.opens {
                        open.push((Last::Item, outer));
                    }
                } else {
                    let group = open_group(&mut scanned, &mut rest, capture, &mut groups)?;
                    open.push((group, dot_is_all));
                }
                Last::Nothing
            }
            ')' => {
                scanned.push(")");
                let (group, outer) = open.pop().ok_or("a `)` closes nothing")?;
                dot_is_all = outer;
                group
            }
            '|' | '^' | '$' => {
                scanned.push(next.encode_utf8(&mut [0; 4]));
                Last::Nothing
            }
            '.' if dot_is_all => {
                scanned.push("(?s:.)");
                Last::Item
            }
            '.' => {
                // All but `LineTerminator`: <https://tc39.es/ecma262/#sec-line-terminators>.
                scanned.push(r"[^\n\r\u{2028}\u{2029}]");
                Last::Item
            }
            '*' | '+' | '?' => {
                repeat(&mut scanned, &mut rest, next.encode_utf8(&mut [0; 4]), last)?
            }
            '{' => match braces(&mut rest) {
                Some(count) => repeat(&mut scanned, &mut rest, &count, last)?,
                None => push_char(&mut scanned, '{'.into()),
            },
            literal => push_char(&mut scanned, literal.into()),
        };
    }
    if !open.is_empty() {
        return Err("a `(` is not closed".into());
    }
    if highest > groups {
        return Err(format!("it has no group {highest}"));
    }
    Ok(scanned)
}

fn push_char(scanned: &mut Scanned, code: u32) -> Last {
    let mut text = String::new();
    class::push_char(&mut text, code, META);
    scanned.push(&text);
    Last::Item
}

/// A reference to a group: for the check, an empty group.
fn refer(scanned: &mut Scanned, group: &str) -> Last {
    scanned.refers_back = true;
    // In a group of its own, so that a digit that follows is none of the number.
    scanned.regex.push_str(&format!("(?:\\k<{group}>)"));
    scanned.skeleton.push_str("(?:)");
    Last::Item
}

/// The start of a group. What is handed back is what the group is once it is closed.
fn open_group(
    scanned: &mut Scanned,
    rest: &mut Chars<'_>,
    capture: bool,
    groups: &mut usize,
) -> Result<Last, String> {
    let text = rest.as_str();
    if !text.starts_with('?') {
        *groups += 1;
        scanned.push(if capture { "(" } else { "(?:" });
        return Ok(Last::Item);
    }
    if let Some(after) = text.strip_prefix("?:") {
        *rest = after.chars();
        scanned.push("(?:");
        return Ok(Last::Item);
    }
    for look in ["?=", "?!", "?<=", "?<!"] {
        if let Some(after) = text.strip_prefix(look) {
            *rest = after.chars();
            let start = scanned.regex.len();
            scanned.looks_around = true;
            scanned.regex.push_str(&format!("({look}"));
            scanned.skeleton.push_str("(?:");
            return Ok(Last::Look(start));
        }
    }
    if let Some((name, after)) = text
        .strip_prefix("?<")
        .and_then(|named| named.split_once('>'))
        && crate::ast::is_identifier(name)
    {
        *rest = after.chars();
        *groups += 1;
        scanned.push(&if capture {
            format!("(?<{name}>")
        } else {
            "(?:".to_owned()
        });
        return Ok(Last::Item);
    }
    let shown: String = text.chars().take(3).collect();
    Err(format!(
        "`({shown}` is not the start of a group that ECMA-262 knows"
    ))
}

/// A quantifier after what it repeats, with the `?` that makes it lazy.
fn repeat(
    scanned: &mut Scanned,
    rest: &mut Chars<'_>,
    quantifier: &str,
    last: Last,
) -> Result<Last, String> {
    match last {
        Last::Nothing => return Err(format!("`{quantifier}` repeats nothing")),
        Last::Item => scanned.push(quantifier),
        // What looks around takes no text: more than once is once, and perhaps not at all is not at all.
        Last::Look(start) if matches!(quantifier, "*" | "?") || quantifier.starts_with("{0") => {
            scanned.regex.truncate(start)
        }
        Last::Look(_) => {}
    }
    if let Some(after) = rest.as_str().strip_prefix('?') {
        *rest = after.chars();
        if last == Last::Item {
            scanned.push("?");
        }
    } else if let Some(after) = rest.as_str().strip_prefix('+') {
        // Java's repetition that gives nothing back, which only a backtracking engine knows.
        *rest = after.chars();
        if last == Last::Item {
            scanned.keeps = true;
            scanned.regex.push('+');
        }
    }
    Ok(Last::Nothing)
}

/// The rest of `{n}`, `{n,}` or `{n,m}` with its braces; `None` if the brace stands for itself.
fn braces(rest: &mut Chars<'_>) -> Option<String> {
    let (count, after) = rest.as_str().split_once('}')?;
    let (low, high) = count.split_once(',').unwrap_or((count, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if low.is_empty() || !is_number(low) || !is_number(high) {
        return None;
    }
    *rest = after.chars();
    Some(format!("{{{count}}}"))
}
