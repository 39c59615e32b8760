//! Names for the values of an enumeration that has none, as version 1.0 allows.

use super::distinct::settle;
use crate::ast::is_identifier;

/// The names of the members that stand for some values, each with the name that the model gives it, in their order.
///
/// A value without a name is called as Smithy does it: all that an identifier cannot hold becomes `_`. Where that is no
/// identifier, or says no more than the name of another value, the characters are spelled out: `C++` beside `C#` is
/// `C_Plus_Plus`. Two values are still the same only if the model gives both the same name.
pub(crate) fn of_values(entries: &[(&str, Option<&str>)]) -> Vec<String> {
    let candidate = |index: usize, choice: usize| {
        let (value, given) = entries[index];
        if let Some(given) = given {
            return (choice == 0).then(|| given.to_owned());
        }
        let plain = Some(plain(value)).filter(|name| is_identifier(name));
        let later = choice + usize::from(plain.is_none());
        match later {
            0 => plain,
            1 => Some(spelled(value)),
            // However many values are written as others are spelled, one of these is free.
            2.. if later < entries.len() + 2 => {
                Some(format!("{}{}", spelled(value), "_Value".repeat(later - 1)))
            }
            _ => None,
        }
    };
    let keeps = |index: usize, name: &str| {
        let (value, given) = entries[index];
        given.is_some() || value == name
    };
    settle(entries.len(), candidate, keeps, |name| words(name).into())
}

/// What a name says: its letters and digits, without regard to the underscores between them, which a name in Rust does
/// not keep.
fn words(name: &str) -> String {
    let words: Vec<&str> = name.split('_').filter(|word| !word.is_empty()).collect();
    words.join("_")
}

/// The value, with `_` for all that an identifier cannot hold.
fn plain(value: &str) -> String {
    let name: String = value
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    legal(name)
}

/// The value, with words for all that an identifier cannot hold.
fn spelled(value: &str) -> String {
    let is_only_underscores = value.bytes().all(|byte| byte == b'_');
    let mut words: Vec<String> = Vec::new();
    let mut is_within = false;
    for c in value.chars() {
        let is_plain = c.is_ascii_alphanumeric() || (c == '_' && !is_only_underscores);
        match words.last_mut().filter(|_| is_plain && is_within) {
            Some(word) => word.push(c),
            None if is_plain => words.push(c.into()),
            None => words.push(character(c)),
        }
        is_within = is_plain;
    }
    if words.is_empty() {
        return "Empty".to_owned();
    }
    legal(words.join("_"))
}

/// An identifier begins with no digit.
fn legal(name: String) -> String {
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("_{name}")
    } else {
        name
    }
}

/// What a character is called: those of ASCII in a word, all others by their number in Unicode.
fn character(c: char) -> String {
    let word = match c {
        ' ' => "Space",
        '!' => "Exclamation",
        '"' => "Quote",
        '#' => "Hash",
        '$' => "Dollar",
        '%' => "Percent",
        '&' => "Ampersand",
        '\'' => "Apostrophe",
        '(' => "LeftParenthesis",
        ')' => "RightParenthesis",
        '*' => "Asterisk",
        '+' => "Plus",
        ',' => "Comma",
        '-' => "Hyphen",
        '.' => "Dot",
        '/' => "Slash",
        ':' => "Colon",
        ';' => "Semicolon",
        '<' => "LessThan",
        '=' => "Equals",
        '>' => "GreaterThan",
        '?' => "Question",
        '@' => "At",
        '[' => "LeftBracket",
        '\\' => "Backslash",
        ']' => "RightBracket",
        '^' => "Caret",
        '_' => "Underscore",
        '`' => "Backtick",
        '{' => "LeftBrace",
        '|' => "Bar",
        '}' => "RightBrace",
        '~' => "Tilde",
        _ => return format!("U{:04X}", u32::from(c)),
    };
    word.to_owned()
}
