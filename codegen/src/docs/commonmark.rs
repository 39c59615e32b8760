//! Documentation in CommonMark, as far as authors of models use it: paragraphs, lists, headings, code, links.

use super::block::{Block, Builder};
use super::html::{self, Token};
use super::inline::{self, Inline};

/// Reads CommonMark.
pub(super) fn read(text: &str, to: &mut Builder) {
    let lines: Vec<&str> = text.lines().collect();
    let mut reader = Reader {
        to,
        paragraph: Vec::new(),
        lists: Vec::new(),
    };
    let mut at = 0;
    while at < lines.len() {
        at += reader.line(&lines[at..]);
    }
    reader.flush();
}

struct Reader<'b, 'a> {
    to: &'b mut Builder,
    /// The lines of the paragraph that is open.
    paragraph: Vec<&'a str>,
    /// The open lists: the column of the last marker, and that of the text after it.
    lists: Vec<(usize, usize)>,
}

impl<'a> Reader<'_, 'a> {
    /// Reads the first of these lines, and those that belong to it; how many these are.
    fn line(&mut self, lines: &[&'a str]) -> usize {
        let Some(line) = lines.first().map(|line| line.trim_end()) else {
            return 1;
        };
        let text = line.trim_start();
        let indent = line.len() - text.len();
        if text.is_empty() {
            self.flush();
            return 1;
        }
        if let Some((ordered, width)) = marker(text) {
            self.flush();
            self.item(indent, indent + width, ordered);
            self.paragraph.push(&text[width..]);
            return 1;
        }
        if self.paragraph.is_empty() {
            self.leave_lists(indent);
            let base = self.lists.last().map_or(0, |(_, text)| *text);
            if indent >= base + 4 {
                return self.indented(lines, base + 4);
            }
        }
        if text.starts_with("```") || text.starts_with("~~~") {
            return self.fenced(lines, text);
        }
        if text.starts_with('|') {
            let rows = lines
                .iter()
                .take_while(|line| line.trim_start().starts_with('|'))
                .count();
            return self.code(&lines[..rows], rows);
        }
        let level = text.bytes().take_while(|byte| *byte == b'#').count();
        if (1..=6).contains(&level) && text[level..].starts_with(' ') {
            self.flush();
            let heading = paragraph(text[level..].trim().trim_end_matches('#'));
            self.to
                .push(Block::Heading(format!("{} {heading}", &text[..level])));
        } else if is_rule(text) {
            self.flush();
        } else {
            self.paragraph
                .push(text.trim_start_matches('>').trim_start());
        }
        1
    }

    /// Starts an item: in a list within the item that is open, if the marker is at its text or after it, and else in
    /// the list that begins at or before the marker's column.
    fn item(&mut self, column: usize, text_column: usize, ordered: bool) {
        self.leave_lists_until(|(marker, _)| column >= marker);
        match self.lists.last_mut() {
            Some(open) if column < open.1 => *open = (column, text_column),
            _ => {
                self.lists.push((column, text_column));
                self.to.open_list(ordered);
            }
        }
        self.to.open_item();
    }

    /// Leaves the lists whose items' text begins after a column.
    fn leave_lists(&mut self, column: usize) {
        self.leave_lists_until(|(_, text)| column >= text);
    }

    fn leave_lists_until(&mut self, belongs: impl Fn((usize, usize)) -> bool) {
        while self.lists.last().is_some_and(|open| !belongs(*open)) {
            self.lists.pop();
            self.to.close_list();
        }
    }

    fn fenced(&mut self, lines: &[&'a str], fence: &str) -> usize {
        let mark = &fence[..3];
        let body = lines[1..]
            .iter()
            .take_while(|line| !line.trim_start().starts_with(mark))
            .count();
        self.code(&lines[1..=body], body + 2)
    }

    fn indented(&mut self, lines: &[&'a str], column: usize) -> usize {
        let belongs =
            |line: &&&str| line.trim().is_empty() || line.len() - line.trim_start().len() >= column;
        let mut body = lines.iter().take_while(belongs).count();
        while body > 0 && lines[body - 1].trim().is_empty() {
            body -= 1;
        }
        self.code(&lines[..body], body.max(1))
    }

    /// Adds code without the indent that all its lines have; hands back how many lines were read.
    fn code(&mut self, lines: &[&'a str], read: usize) -> usize {
        self.flush();
        let full = lines.iter().filter(|line| !line.trim().is_empty());
        let indent = full
            .map(|line| line.len() - line.trim_start().len())
            .min()
            .unwrap_or(0);
        let code: Vec<String> = lines
            .iter()
            .map(|line| line.get(indent..).unwrap_or_default().to_owned())
            .collect();
        self.to.push(Block::Code(code));
        read
    }

    fn flush(&mut self) {
        let text = paragraph(&self.paragraph.join("\n"));
        self.paragraph.clear();
        if !text.is_empty() {
            self.to.push(Block::Paragraph(text));
        }
    }
}

/// The marker of a list's item: whether it is a number, and its width with the blanks after it.
fn marker(text: &str) -> Option<(bool, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (ordered, after) = match digits {
        0 => (false, text.strip_prefix(['-', '*', '+'])?),
        1..=9 => (true, text[digits..].strip_prefix(['.', ')'])?),
        _ => return None,
    };
    let blanks = after.len() - after.trim_start().len();
    (blanks > 0 && blanks < after.len()).then_some((ordered, text.len() - after.len() + blanks))
}

/// A line across the page, or the line below a heading.
fn is_rule(text: &str) -> bool {
    text.len() >= 3
        && ["-", "=", "*", "_"]
            .iter()
            .any(|mark| text.replace(*mark, "").trim().is_empty())
}

/// The inline parts of a paragraph.
fn paragraph(text: &str) -> String {
    let mut out = Inline::default();
    let mut rest = text;
    while let Some(at) = rest.find(['`', '[', '<', '\\']) {
        out.marked(&rest[..at]);
        rest = &rest[at..];
        rest = match special(rest, &mut out) {
            Some(after) => after,
            None => {
                let (first, after) = rest.split_at(1);
                out.marked(first);
                after
            }
        };
    }
    out.marked(rest);
    out.finish()
}

/// Adds the code, link, element or escape that a text starts with, and hands back what is after it.
fn special<'a>(text: &'a str, out: &mut Inline) -> Option<&'a str> {
    if text.starts_with('`') && !out.is_in_code() {
        let fence = &text[..text.bytes().take_while(|byte| *byte == b'`').count()];
        let (code, after) = text[fence.len()..].split_once(fence)?;
        let words: Vec<&str> = code.split_whitespace().collect();
        out.raw(&inline::code_span(&words.join(" ")));
        return Some(after);
    }
    if let Some(escaped) = text.strip_prefix('\\') {
        let first = escaped.chars().next().filter(char::is_ascii_punctuation)?;
        out.raw(&text[..1 + first.len_utf8()]);
        return Some(&escaped[first.len_utf8()..]);
    }
    if let Some(label) = text.strip_prefix('[') {
        let (label, after) = label.split_once("](")?;
        let (address, after) = after.split_once(')')?;
        if label.contains(['[', ']']) {
            return None;
        }
        // A title may follow the address.
        out.raw(&inline::link(
            &paragraph(label),
            address.split_whitespace().next().unwrap_or_default(),
        ));
        return Some(after);
    }
    if let Some((address, after)) = text.strip_prefix('<').and_then(|text| text.split_once('>'))
        && (address.starts_with("https://") || address.starts_with("http://"))
        && !address.contains(char::is_whitespace)
    {
        out.raw(&inline::link("", address));
        return Some(after);
    }
    let (token, length) = html::tag(text)?;
    match token {
        Token::Open { name, attributes } => out.open(html::style(&name, attributes)?),
        Token::Close(name) => out.close(&html::style(&name, "")?),
        Token::Text(_) => return None,
    }
    Some(&text[length..])
}
