//! The inside of strings: escapes, and what must not stand there.

/// Checks the inside of a string up to its closing quote. Returns the length of the inside and
/// whether it has escapes, or the offset of an error.
pub(super) fn scan(text: &str) -> Result<(usize, bool), (usize, &'static str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut has_escapes = false;
    loop {
        match bytes.get(at) {
            None => return Err((at, "the string has no end")),
            Some(b'"') => return Ok((at, has_escapes)),
            Some(b'\\') => {
                has_escapes = true;
                at += escape(bytes.get(at..).unwrap_or_default())
                    .map_err(|what| (at, what))?
                    .1;
            }
            Some(..0x20) => return Err((at, "a control character in a string must be escaped")),
            Some(_) => at += 1,
        }
    }
}

/// Replaces the escapes of a text that [`scan`] has checked.
pub(super) fn unescape(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((plain, _)) = rest.split_once('\\') {
        text.push_str(plain);
        rest = rest.get(plain.len()..).unwrap_or_default();
        // An escape is ASCII, so its end is a character's beginning.
        let Ok((character, length)) = escape(rest.as_bytes()) else {
            break;
        };
        text.push(character);
        rest = rest.get(length..).unwrap_or_default();
    }
    text.push_str(rest);
    text
}

/// The character of the escape at the beginning, and how many bytes it takes.
fn escape(bytes: &[u8]) -> Result<(char, usize), &'static str> {
    let simple = match bytes.get(1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode_escape(bytes),
        _ => return Err("no such escape in a string"),
    };
    Ok((simple, 2))
}

/// One `\uXXXX`, or two that are a surrogate pair.
fn unicode_escape(bytes: &[u8]) -> Result<(char, usize), &'static str> {
    const LONE: &str = "half of a surrogate pair in a string";
    let first = hexadecimal(bytes.get(2..6)).ok_or("expected four hexadecimal digits")?;
    if let Some(character) = char::from_u32(first) {
        return Ok((character, 6));
    }
    let second = match bytes.get(6..8) {
        Some(br"\u") => hexadecimal(bytes.get(8..12)),
        _ => None,
    };
    match second {
        Some(second @ 0xDC00..=0xDFFF) if first < 0xDC00 => {
            let scalar = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            char::from_u32(scalar)
                .map(|character| (character, 12))
                .ok_or(LONE)
        }
        _ => Err(LONE),
    }
}

fn hexadecimal(digits: Option<&[u8]>) -> Option<u32> {
    digits?.iter().try_fold(0, |value, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        Some(value * 16 + digit)
    })
}

/// Appends a string with its quotes. Only what must be escaped is; the rest stays as it is.
pub(super) fn write(out: &mut Vec<u8>, text: &str) {
    const HEXADECIMAL: &[u8; 16] = b"0123456789abcdef";
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut written = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if !matches!(byte, ..0x20 | b'"' | b'\\') {
            continue;
        }
        out.extend_from_slice(bytes.get(written..at).unwrap_or_default());
        written = at + 1;
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0x08 => out.extend_from_slice(b"\\b"),
            0x0C => out.extend_from_slice(b"\\f"),
            _ => {
                let digits = [byte >> 4, byte & 0xF].map(|digit| HEXADECIMAL[usize::from(digit)]);
                out.extend_from_slice(b"\\u00");
                out.extend_from_slice(&digits);
            }
        }
    }
    out.extend_from_slice(bytes.get(written..).unwrap_or_default());
    out.push(b'"');
}
