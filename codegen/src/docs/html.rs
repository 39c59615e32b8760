//! Documentation in HTML, as the models of AWS have it: a few elements, not always closed, and text in angle brackets
//! that is none.

use super::block::{Block, Builder};
use super::inline::{Inline, Style};

/// A part of the text.
pub(super) enum Token<'a> {
    Text(&'a str),
    Open { name: String, attributes: &'a str },
    Close(String),
}

/// Elements that part blocks. What is none of these, and no inline element, is text.
const BLOCKS: &[&str] = &[
    "p",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "note",
    "important",
    "br",
    "fullname",
    "div",
    "section",
    "pre",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "blockquote",
];

/// Elements within a paragraph.
const INLINES: &[&str] = &[
    "code",
    "a",
    "b",
    "strong",
    "i",
    "em",
    "replaceable",
    "span",
    "link",
    "small",
    "sup",
    "sub",
    "u",
    "tt",
];

/// Whether a text is to be read as HTML: it has an element that parts blocks.
pub(super) fn is_html(text: &str) -> bool {
    tokens(text).any(|token| matches!(token, Token::Open { name, .. } if BLOCKS.contains(&&*name)))
}

/// Reads HTML.
pub(super) fn read(text: &str, to: &mut Builder) {
    let mut reader = Reader {
        to,
        inline: Inline::default(),
        code: None,
    };
    for token in tokens(text) {
        reader.token(token);
    }
    reader.flush();
}

struct Reader<'b> {
    to: &'b mut Builder,
    inline: Inline,
    /// The text of an open `pre`.
    code: Option<String>,
}

impl Reader<'_> {
    fn token(&mut self, token: Token<'_>) {
        match (token, &mut self.code) {
            (Token::Close(name), Some(code)) if name == "pre" => {
                let lines = code.trim_matches('\n').lines().map(str::to_owned).collect();
                self.code = None;
                self.to.push(Block::Code(lines));
            }
            (Token::Text(text), Some(code)) => code.push_str(&entities(text)),
            (_, Some(_)) => {}
            (Token::Text(text), None) => self.inline.text(&entities(text)),
            (Token::Open { name, attributes }, None) => self.open(&name, attributes),
            (Token::Close(name), None) => self.close(&name),
        }
    }

    fn open(&mut self, name: &str, attributes: &str) {
        if let Some(style) = style(name, attributes) {
            return self.inline.open(style);
        }
        if !BLOCKS.contains(&name) {
            return;
        }
        if matches!(name, "td" | "th") {
            return self.inline.space();
        }
        self.flush();
        match name {
            "ul" | "dl" => self.to.open_list(false),
            "ol" => self.to.open_list(true),
            "li" => self.to.open_item(),
            "dt" => {
                self.to.open_item();
                self.inline.open(Style::Emphasis("**"));
            }
            "note" => self.to.push(Block::Paragraph("**Note**".into())),
            "important" => self.to.push(Block::Paragraph("**Important**".into())),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.inline.open(Style::Emphasis("**")),
            "pre" => self.code = Some(String::new()),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if let Some(style) = style(name, "") {
            self.inline.close(&style);
        } else if BLOCKS.contains(&name) && !matches!(name, "td" | "th") {
            self.flush();
            if matches!(name, "ul" | "ol" | "dl") {
                self.to.close_list();
            }
        }
    }

    fn flush(&mut self) {
        let text = self.inline.finish();
        if !text.is_empty() {
            self.to.push(Block::Paragraph(text));
        }
        if let Some(code) = self.code.take() {
            self.to
                .push(Block::Code(code.lines().map(str::to_owned).collect()));
        }
    }
}

/// The style of an inline element; `None` if it has none.
pub(super) fn style(name: &str, attributes: &str) -> Option<Style> {
    match name {
        "code" | "tt" => Some(Style::Code),
        "b" | "strong" => Some(Style::Emphasis("**")),
        "i" | "em" | "replaceable" => Some(Style::Emphasis("*")),
        "a" => Some(Style::Link(entities(attribute(attributes, "href")))),
        _ => None,
    }
}

/// The value of an attribute; empty if there is none.
fn attribute<'a>(attributes: &'a str, name: &str) -> &'a str {
    let after = attributes
        .split_once(name)
        .map_or("", |(_, after)| after.trim_start());
    let value = after.strip_prefix('=').unwrap_or_default().trim_start();
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value[1..].split(quote).next().unwrap_or_default(),
        _ => value.split_whitespace().next().unwrap_or_default(),
    }
}

/// The parts of a text. What stands in angle brackets and is no element known here is text.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((token, length)) = tag(rest) {
            rest = &rest[length..];
            return Some(token);
        }
        // At least one character is text, so that this ends.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[first..].find('<').map_or(rest.len(), |at| at + first);
        let (found, after) = rest.split_at(end);
        rest = after;
        Some(Token::Text(found))
    })
}

/// The tag that a text starts with, and its length.
pub(super) fn tag(text: &str) -> Option<(Token<'_>, usize)> {
    let inside = text.strip_prefix('<')?;
    let end = inside.find('>')?;
    let inside = &inside[..end];
    let (is_close, inside) = inside
        .strip_prefix('/')
        .map_or((false, inside), |inside| (true, inside));
    let (name, attributes) = inside
        .split_once(char::is_whitespace)
        .unwrap_or((inside, ""));
    let name = name.trim_end_matches('/').to_ascii_lowercase();
    let is_known = BLOCKS.contains(&&*name) || INLINES.contains(&&*name);
    let token = if is_close {
        Token::Close(name)
    } else {
        Token::Open { name, attributes }
    };
    is_known.then_some((token, end + 2))
}

/// Text with its entities as characters; what is none known here stays.
pub(super) fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        // The longest name known here has six letters.
        let found = after.split_once(';').filter(|(name, _)| name.len() <= 8);
        match found.and_then(|(name, after)| Some((entity(name)?, after))) {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let code = hex
            .map_or_else(|| number.parse(), |hex| u32::from_str_radix(hex, 16))
            .ok()?;
        return char::from_u32(code).and_then(super::plain);
    }
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "times" => '×',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        _ => return None,
    })
}
