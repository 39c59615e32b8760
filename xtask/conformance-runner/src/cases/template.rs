//! The texts of malformed cases, which are templates.
//!
//! `$name:L` stands for a parameter's text as it is, `$name:S` for the text in quotes, with escapes as in JSON; both may
//! also be written `${name:L}`. `$$` is one `$`. These are the formatters that the specification allows.

use std::collections::BTreeMap;

/// The parameters of one case.
pub(super) type Values<'a> = BTreeMap<&'a str, &'a str>;

/// Fills a template in. A `$` that begins nothing stands for itself.
///
/// # Errors
///
/// A parameter that the case does not have, or a formatter that does not exist.
pub(super) fn fill(template: &str, values: &Values<'_>) -> Result<String, String> {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        text.push_str(before);
        rest = after;
        if let Some(after) = rest.strip_prefix('$') {
            text.push('$');
            rest = after;
        } else if let Some((name, formatter, after)) = placeholder(rest) {
            let value = values
                .get(name)
                .ok_or_else(|| format!("`${name}:{formatter}`: there is no such parameter"))?;
            match formatter {
                'L' => text.push_str(value),
                'S' => {
                    text.push_str(&serde_json::to_string(value).map_err(|error| error.to_string())?)
                }
                _ => return Err(format!("`${name}:{formatter}`: there is no such formatter")),
            }
            rest = after;
        } else {
            text.push('$');
        }
    }
    text.push_str(rest);
    Ok(text)
}

/// What is expected by a case without parameters. It is no template, and yet some of the official ones are written as if
/// they were: `$$` is one `$` here too.
pub(super) fn unescape(text: &str) -> String {
    text.replace("$$", "$")
}

/// The name, the formatter and what follows, if a placeholder begins here, after its `$`.
fn placeholder(text: &str) -> Option<(&str, char, &str)> {
    let (inside, braced) = match text.strip_prefix('{') {
        Some(inside) => (inside, true),
        None => (text, false),
    };
    let is_first = |letter: char| letter.is_ascii_alphabetic() || letter == '_';
    let end = inside
        .find(|letter: char| !is_first(letter) && !letter.is_ascii_digit())
        .filter(|_| inside.starts_with(is_first))?;
    let (name, rest) = inside.split_at_checked(end)?;
    let rest = rest.strip_prefix(':')?;
    let formatter = rest.chars().next().filter(char::is_ascii_uppercase)?;
    let rest = rest.strip_prefix(formatter)?;
    let rest = if braced {
        rest.strip_prefix('}')?
    } else {
        rest
    };
    Some((name, formatter, rest))
}

#[cfg(test)]
mod tests {
    use super::{Values, fill, unescape};

    #[test]
    fn placeholders_are_filled_in() {
        let values = Values::from([("value", "a\"b\n"), ("n_2", "1")]);
        for (template, text) in [
            ("", ""),
            ("plain", "plain"),
            ("$value:L", "a\"b\n"),
            ("[$value:S]", "[\"a\\\"b\\n\"]"),
            ("$n_2:L$n_2:L", "11"),
            ("${n_2:L}x$n_2:Lx", "1x1x"),
            ("^[a-m]+$$", "^[a-m]+$"),
            ("$$value:L", "$value:L"),
            ("$$$n_2:L", "$1"),
            ("100$ $1 $ ", "100$ $1 $ "),
            ("$value", "$value"),
            ("ä$n_2:Lö", "ä1ö"),
        ] {
            assert_eq!(fill(template, &values).as_deref(), Ok(text), "{template}");
        }
    }

    #[test]
    fn what_cannot_be_filled_in_is_an_error() {
        let values = Values::from([("value", "1")]);
        assert_eq!(
            fill("$other:L", &values).unwrap_err(),
            "`$other:L`: there is no such parameter"
        );
        assert_eq!(
            fill("$value:T", &values).unwrap_err(),
            "`$value:T`: there is no such formatter"
        );
    }

    #[test]
    fn without_parameters_only_doubled_signs_change() {
        assert_eq!(unescape("^([0-9]+)+$$"), "^([0-9]+)+$");
        assert_eq!(unescape("^[a-m]+$, $value:L"), "^[a-m]+$, $value:L");
    }
}
