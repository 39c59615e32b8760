//! The elements of a list that a header holds: separated by commas, quoted where they hold one.
//!
//! The grammar is that of RFC 9110, section 5.6: optional blanks around an element, empty elements
//! are ignored, and a quoted string has `\` before any character that would end it.

/// An element, and where the text goes on: at a comma or at its end.
pub(super) type Element<'a> = (std::borrow::Cow<'a, str>, usize);

/// Where the next element begins; the text's length if there is none.
pub(super) fn skip_separators(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + (rest.len() - rest.trim_start_matches([' ', '\t', ',']).len())
}

/// The element that begins at `at`. An unquoted `http-date` holds one comma of its own.
pub(super) fn element(text: &str, at: usize, http_date: bool) -> Result<Element<'_>, &'static str> {
    let rest = text.get(at..).unwrap_or_default();
    if let Some(quoted) = rest.strip_prefix('"') {
        return unquote(quoted).and_then(|(value, length)| {
            let end = at + 1 + length;
            let after = text.get(end..).unwrap_or_default();
            let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
            match after.as_bytes().get(blanks) {
                None | Some(b',') => Ok((value.into(), end + blanks)),
                Some(_) => Err("text follows a quoted string"),
            }
        });
    }
    let comma = rest.find(',').and_then(|first| {
        if http_date {
            rest.get(first + 1..)?
                .find(',')
                .map(|second| first + 1 + second)
        } else {
            Some(first)
        }
    });
    let length = comma.unwrap_or(rest.len());
    let value = rest.get(..length).unwrap_or_default();
    Ok((value.trim_matches([' ', '\t']).into(), at + length))
}

/// The content of a quoted string whose opening quote has been read, and how long it is with its
/// closing quote.
fn unquote(text: &str) -> Result<(String, usize), &'static str> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Ok((value, at + 1)),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            _ => value.push(character),
        }
    }
    Err("a quoted string has no end")
}

/// Quotes an element that would otherwise not be read back as it is.
pub(super) fn quote(value: &str) -> String {
    let blank = |c: char| c == ' ' || c == '\t';
    if !value.is_empty()
        && !value.contains([',', '"'])
        && !value.starts_with(blank)
        && !value.ends_with(blank)
    {
        return value.to_owned();
    }
    let mut quoted = String::with_capacity(value.len() + 2);
    quoted.push('"');
    for character in value.chars() {
        if matches!(character, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}
