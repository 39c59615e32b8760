//! What follows a backslash.

use std::str::Chars;

/// The meaning of an escape.
pub(super) enum Escape {
    /// One character, perhaps half of a surrogate pair.
    Char(u32),
    /// A set of characters, as the inside of brackets, or all but these.
    Set { negated: bool, inside: &'static str },
    /// A set named by a Unicode property, such as `\p{L}`.
    Property(String),
    /// `\b` or `\B`.
    Boundary { negated: bool },
    /// `\1` to `\99`.
    Group(usize),
    /// `\k<name>`.
    NamedGroup(String),
    /// `\A`, the start of the text, or `\z` and `\Z`, its end: Java has them, which many patterns of AWS are written for.
    Edge(&'static str),
    /// `\Q…\E`, text that stands for itself: Java's as well.
    Quoted(String),
}

const DIGIT: &str = "0-9";
const WORD: &str = "0-9A-Za-z_";
/// `WhiteSpace` and `LineTerminator`: <https://tc39.es/ecma262/#sec-white-space>. Not what Unicode calls white space:
/// U+FEFF is one here and U+0085 is none.
const SPACE: &str = r"\t\n\x0b\x0c\r\x20\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}\u{feff}";

/// Java's `\h`: white space that does not end a line.
const BLANK: &str = r"\t\x20\u{a0}\u{1680}\u{180e}\u{2000}-\u{200a}\u{202f}\u{205f}\u{3000}";

/// Reads what follows a backslash.
pub(super) fn read(rest: &mut Chars<'_>, in_class: bool) -> Result<Escape, String> {
    let Some(escaped) = rest.next() else {
        return Err("it ends with a backslash".into());
    };
    let set = |negated, inside| Ok(Escape::Set { negated, inside });
    match escaped {
        'd' => set(false, DIGIT),
        'D' => set(true, DIGIT),
        'w' => set(false, WORD),
        'W' => set(true, WORD),
        's' => set(false, SPACE),
        'S' => set(true, SPACE),
        'A' if !in_class => Ok(Escape::Edge("^")),
        'z' | 'Z' if !in_class => Ok(Escape::Edge("$")),
        'Q' if !in_class => {
            let (quoted, after) = rest
                .as_str()
                .split_once("\\E")
                .unwrap_or((rest.as_str(), ""));
            let quoted = quoted.to_owned();
            *rest = after.chars();
            Ok(Escape::Quoted(quoted))
        }
        'h' => set(false, BLANK),
        'H' => set(true, BLANK),
        'e' => Ok(Escape::Char(27)),
        'b' if in_class => Ok(Escape::Char(8)),
        'b' => Ok(Escape::Boundary { negated: false }),
        'B' if !in_class => Ok(Escape::Boundary { negated: true }),
        't' => Ok(Escape::Char(9)),
        'n' => Ok(Escape::Char(10)),
        'v' => Ok(Escape::Char(11)),
        'f' => Ok(Escape::Char(12)),
        'r' => Ok(Escape::Char(13)),
        'c' => control(rest),
        'x' => number(rest, 2).map(Escape::Char),
        'u' => unicode(rest).map(Escape::Char),
        'p' | 'P' => property(rest, escaped),
        'k' if !in_class => named_group(rest),
        '0' if !rest
            .as_str()
            .starts_with(|next: char| next.is_ascii_digit()) =>
        {
            Ok(Escape::Char(0))
        }
        '1'..='9' if !in_class => group(rest, escaped),
        letter if letter.is_ascii_alphanumeric() => Err(format!("`\\{letter}` has no meaning")),
        literal => Ok(Escape::Char(literal.into())),
    }
}

/// `\cA` to `\cZ`.
fn control(rest: &mut Chars<'_>) -> Result<Escape, String> {
    match rest.next() {
        Some(letter) if letter.is_ascii_alphabetic() => Ok(Escape::Char(u32::from(letter) % 32)),
        _ => Err("`\\c` must be followed by a letter".into()),
    }
}

/// Exactly `digits` hexadecimal digits, or any number of them in braces.
fn number(rest: &mut Chars<'_>, digits: usize) -> Result<u32, String> {
    let text = rest.as_str();
    let (hex, length) = match text
        .strip_prefix('{')
        .and_then(|braced| braced.split_once('}'))
    {
        Some((hex, _)) => (hex, hex.len() + 2),
        None => (text.get(..digits).unwrap_or_default(), digits),
    };
    let is_hex = !hex.is_empty() && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    let number = u32::from_str_radix(hex, 16)
        .ok()
        .filter(|number| is_hex && *number <= u32::from(char::MAX));
    let number = number.ok_or("an escape by number does not have the right digits")?;
    *rest = text.get(length..).unwrap_or_default().chars();
    Ok(number)
}

/// A code unit or a pair of them.
fn unicode(rest: &mut Chars<'_>) -> Result<u32, String> {
    let high = number(rest, 4)?;
    if (0xd800..0xdc00).contains(&high)
        && let Some(after) = rest.as_str().strip_prefix("\\u")
    {
        let mut after = after.chars();
        if let Ok(low @ 0xdc00..0xe000) = number(&mut after, 4) {
            *rest = after;
            return Ok(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
        }
    }
    Ok(high)
}

/// `\p{…}` or `\P{…}`.
fn property(rest: &mut Chars<'_>, letter: char) -> Result<Escape, String> {
    let braced = rest
        .as_str()
        .strip_prefix('{')
        .and_then(|braced| braced.split_once('}'));
    let Some((name, after)) = braced else {
        return Err(format!(
            "`\\{letter}` must be followed by a property in braces"
        ));
    };
    let is_plain = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '=');
    if name.is_empty() || !is_plain {
        return Err(format!("`{name}` is not a property of characters"));
    }
    *rest = after.chars();
    // Java's classes of ASCII, where ECMA-262 has no property of that name.
    let posix = match name {
        "Alnum" => "0-9A-Za-z",
        "Blank" => r"\x20\t",
        "Cntrl" => r"\x00-\x1f\x7f",
        "Digit" => DIGIT,
        "Graph" => r"\x21-\x7e",
        "Print" => r"\x20-\x7e",
        "Punct" => r"\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e",
        "XDigit" => "0-9A-Fa-f",
        _ => return Ok(Escape::Property(format!("\\{letter}{{{name}}}"))),
    };
    Ok(Escape::Set {
        negated: letter == 'P',
        inside: posix,
    })
}

fn named_group(rest: &mut Chars<'_>) -> Result<Escape, String> {
    let named = rest
        .as_str()
        .strip_prefix('<')
        .and_then(|named| named.split_once('>'));
    let (name, after) = named.ok_or("`\\k` must be followed by a group's name")?;
    *rest = after.chars();
    Ok(Escape::NamedGroup(name.to_owned()))
}

fn group(rest: &mut Chars<'_>, first: char) -> Result<Escape, String> {
    let digits = rest.as_str().bytes().take_while(u8::is_ascii_digit).count();
    let (more, after) = rest.as_str().split_at(digits);
    *rest = after.chars();
    // Two digits are enough for any pattern that a person writes.
    match format!("{first}{more}").parse() {
        Ok(number @ 1..100) => Ok(Escape::Group(number)),
        _ => Err(format!("it has no group {first}{more}")),
    }
}
