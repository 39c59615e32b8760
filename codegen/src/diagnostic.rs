//! What is wrong with a model or with the settings, and where.
//!
//! A run reports everything it finds at once, so errors are collected in a [`Sink`] and handed over as
//! [`Diagnostics`]. Each one is shown as the file, line and column, the message, a help, and the line itself.

use std::fmt;
use std::sync::Arc;

/// A range of bytes in the text of a [`Source`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The offset of the first byte.
    pub start: usize,
    /// The offset after the last byte.
    pub end: usize,
}

/// A file that was read: its name, as errors show it, and its text. Clones share both.
#[derive(Clone, PartialEq, Eq)]
pub struct Source {
    file: Arc<str>,
    text: Arc<str>,
}

impl Source {
    /// A source of the given name and text; nothing is read from disk.
    pub fn new(file: &str, text: &str) -> Self {
        Self {
            file: file.into(),
            text: text.into(),
        }
    }

    /// The name of the file, such as `model/connect.json`.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty if the span is not one of this text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The line and column of an offset, both from 1; columns count characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (line, before[start..].chars().count() + 1)
    }
}

/// Only the name: the text of a model has megabytes.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Source").field(&self.file).finish()
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, without a full stop, in lower case unless it starts with a name.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Where it is in the source's text; `None` if it is about the whole file.
    pub span: Option<Span>,
    /// The file that it is about.
    pub source: Source,
}

/// The longest part of a line that is shown, in characters. A model may be one line of megabytes.
const SHOWN_WIDTH: usize = 100;
/// How much of that stands before the place itself.
const SHOWN_BEFORE: usize = 40;

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.span {
            None => write!(f, "{}: {}", self.source.file(), self.message)?,
            Some(span) => {
                let (line, column) = self.source.position(span.start);
                write!(
                    f,
                    "{}:{line}:{column}: {}",
                    self.source.file(),
                    self.message
                )?;
            }
        }
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        self.span.map_or(Ok(()), |span| self.show_line(span, f))
    }
}

impl Diagnostic {
    /// Writes the line of the span with carets below it, cut to a width that fits a terminal.
    fn show_line(&self, span: Span, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.source.text();
        let (Some(before), Some(after)) = (text.get(..span.start), text.get(span.start..)) else {
            return Ok(());
        };
        let before = &before[before.rfind('\n').map_or(0, |newline| newline + 1)..];
        let after = after.lines().next().unwrap_or_default();
        let skipped = before.chars().count().saturating_sub(SHOWN_BEFORE);
        // Tabs would move the carets, so they are shown as one blank.
        let lead: String = before
            .chars()
            .skip(skipped)
            .collect::<String>()
            .trim_start()
            .replace('\t', " ");
        let rest: String = after.chars().take(SHOWN_WIDTH - SHOWN_BEFORE).collect();
        let carets = first_word(self.source.slice(span)).clamp(1, rest.chars().count().max(1));
        let indent = lead.chars().count();
        let shown = format!("{lead}{}", rest.replace('\t', " "));
        write!(
            f,
            "\n  | {}\n  | {}{}",
            shown.trim_end(),
            " ".repeat(indent),
            "^".repeat(carets)
        )
    }
}

/// How many characters of a span are marked: where a name with its value is meant, the name, and never a second line.
fn first_word(marked: &str) -> usize {
    let line = marked.lines().next().unwrap_or_default();
    let word = match line.strip_prefix('"').and_then(|inside| inside.find('"')) {
        Some(closing) => &line[..closing + 2],
        None => line,
    };
    word.chars().count()
}

/// Everything that a run found to be wrong; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

/// How many are shown: more do not help, and one mistake can have hundreds of consequences.
const SHOWN_COUNT: usize = 50;

impl Diagnostics {
    /// The diagnostics, those of one file by their place in it.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// Adds those of another run, such as of the next service's model.
    pub fn extend(&mut self, other: Self) {
        self.list.extend(other.list);
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(one: Diagnostic) -> Self {
        Self { list: vec![one] }
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.list.iter().take(SHOWN_COUNT).enumerate() {
            let separator = if index == 0 { "" } else { "\n\n" };
            write!(f, "{separator}{diagnostic}")?;
        }
        match self.list.len().saturating_sub(SHOWN_COUNT) {
            0 => Ok(()),
            more => write!(f, "\n\nand {more} more"),
        }
    }
}

impl std::error::Error for Diagnostics {}

/// Collects what is wrong with one source.
#[derive(Clone, Debug)]
pub struct Sink {
    source: Source,
    list: Vec<Diagnostic>,
}

impl Sink {
    /// An empty one.
    pub fn new(source: &Source) -> Self {
        Self {
            source: source.clone(),
            list: Vec::new(),
        }
    }

    /// Notes an error; `help` says what to do about it.
    pub fn error<'h>(
        &mut self,
        span: impl Into<Option<Span>>,
        message: impl Into<String>,
        help: impl Into<Option<&'h str>>,
    ) {
        self.list.push(Diagnostic {
            message: message.into(),
            help: help.into().map(str::to_owned),
            span: span.into(),
            source: self.source.clone(),
        });
    }

    /// The source that it is about.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Notes errors that were found elsewhere, perhaps in another file.
    pub fn extend(&mut self, other: Diagnostics) {
        self.list.extend(other.list);
    }

    /// Whether nothing was noted yet.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The value, if nothing was noted.
    ///
    /// # Errors
    /// Everything that was noted, by file and place, without repetitions.
    pub fn finish<T>(mut self, value: T) -> Result<T, Diagnostics> {
        if self.list.is_empty() {
            return Ok(value);
        }
        self.list.sort_by(|a, b| {
            (a.source.file(), a.span, &a.message).cmp(&(b.source.file(), b.span, &b.message))
        });
        self.list.dedup();
        Err(Diagnostics { list: self.list })
    }
}
