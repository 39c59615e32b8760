//! The text of one paragraph.

/// A blank at which no line is broken, such as within short code. Not a character of any text that comes in.
pub(super) const HARD_SPACE: char = '\u{1}';

/// Code up to this width stays on one line.
const SHORT: usize = 40;

/// What a part of a paragraph is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Emphasis, with the mark that Markdown gives it.
    Emphasis(&'static str),
    /// A link to an address.
    Link(String),
    /// Code, within which nothing else has a meaning.
    Code,
}

/// Writes Markdown from text and styles.
#[derive(Default)]
pub(super) struct Inline {
    done: String,
    open: Vec<(Style, String)>,
}

impl Inline {
    fn buffer(&mut self) -> &mut String {
        self.open
            .last_mut()
            .map_or(&mut self.done, |(_, buffer)| buffer)
    }

    pub(super) fn is_in_code(&self) -> bool {
        self.open.iter().any(|(style, _)| *style == Style::Code)
    }

    fn is_in_link(&self) -> bool {
        self.open
            .iter()
            .any(|(style, _)| matches!(style, Style::Link(_)))
    }

    /// Adds what is Markdown already, and holds no blanks that count.
    pub(super) fn raw(&mut self, markdown: &str) {
        self.buffer().push_str(markdown);
    }

    /// Adds one blank, unless there is one.
    pub(super) fn space(&mut self) {
        let buffer = self.buffer();
        if !buffer.ends_with(' ') {
            buffer.push(' ');
        }
    }

    /// Adds text that means only itself; its white space counts as one blank.
    pub(super) fn text(&mut self, text: &str) {
        self.add(text, escape);
    }

    /// Adds text in which `*`, `_`, `~`, `&` and backslashes mean what they mean in Markdown.
    pub(super) fn marked(&mut self, text: &str) {
        self.add(text, escape_brackets);
    }

    fn add(&mut self, text: &str, escape: fn(&str) -> String) {
        let (is_code, is_link) = (self.is_in_code(), self.is_in_link());
        let mut words = text.split(char::is_whitespace).peekable();
        while let Some(word) = words.next() {
            if is_code {
                self.raw(word);
            } else if is_link {
                self.raw(&escape(word));
            } else {
                self.raw(&with_links(word, escape));
            }
            if words.peek().is_some() {
                self.space();
            }
        }
    }

    pub(super) fn open(&mut self, style: Style) {
        // Emphasis within the same emphasis would end it, and nothing has a meaning in code.
        self.open.push((style, String::new()));
    }

    /// Closes the innermost part of the same kind, and all parts within it.
    pub(super) fn close(&mut self, style: &Style) {
        let same = |open: &Style| std::mem::discriminant(open) == std::mem::discriminant(style);
        if self.open.iter().any(|(open, _)| same(open)) {
            while let Some((open, text)) = self.open.pop() {
                self.add_part(&open, &text);
                if same(&open) {
                    break;
                }
            }
        }
    }

    /// Adds a part that is closed. Blanks at its ends stand outside of its marks.
    fn add_part(&mut self, style: &Style, text: &str) {
        let inner = text.trim_matches(' ');
        let is_in_code = self.is_in_code();
        if text.starts_with(' ') {
            self.space();
        }
        let same_open = self.open.iter().any(|(open, _)| open == style);
        match style {
            _ if is_in_code || same_open => self.raw(inner),
            Style::Code => self.raw(&code_span(inner)),
            Style::Emphasis(_) if inner.is_empty() => {}
            Style::Emphasis(mark) => self.raw(&format!("{mark}{inner}{mark}")),
            Style::Link(address) => {
                let nested = self.is_in_link();
                self.raw(&link(inner, if nested { "" } else { address }));
            }
        }
        if text.ends_with(' ') {
            self.space();
        }
    }

    /// The paragraph; a new one starts.
    pub(super) fn finish(&mut self) -> String {
        while let Some((open, text)) = self.open.pop() {
            self.add_part(&open, &text);
        }
        std::mem::take(&mut self.done).trim_matches(' ').to_owned()
    }
}

/// Code between as many backticks as it takes.
pub(super) fn code_span(code: &str) -> String {
    if code.is_empty() {
        return String::new();
    }
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') {
        "\u{1}"
    } else {
        ""
    };
    let code = if code.chars().count() <= SHORT {
        code.replace(' ', "\u{1}")
    } else {
        code.to_owned()
    };
    format!("{fence}{pad}{code}{pad}{fence}")
}

/// A link, or its text alone where the address is not one of the web.
pub(super) fn link(text: &str, address: &str) -> String {
    let address = address.trim();
    if !["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| address.starts_with(scheme))
    {
        return text.to_owned();
    }
    let mut safe = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '(' | ')' | '<' | '>' | '\\' | '`' | ' ' | '[' | ']' | '"' | '\n' => {
                safe.push_str(&format!("%{:02X}", u32::from(c)))
            }
            c => safe.push(c),
        }
    }
    // A text that is the address itself is shown once.
    let shown: String = text.chars().filter(|c| *c != '\\').collect();
    if text.is_empty() || shown == safe {
        format!("<{safe}>")
    } else {
        format!("[{text}]({safe})")
    }
}

/// A word whose addresses are links, and whose other text is escaped.
fn with_links(word: &str, escape: fn(&str) -> String) -> String {
    // Hardly any word has an address, and to look for a letter is quicker than to look for a word.
    if !word.contains(':') {
        return escape(word);
    }
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(start) = ["https://", "http://"]
        .iter()
        .filter_map(|scheme| rest.find(scheme))
        .min()
    {
        let (before, address) = rest.split_at(start);
        let end = address
            .find(|c: char| "<>\"`\\|[]".contains(c))
            .unwrap_or(address.len());
        let mut address = &address[..end];
        // What ends a sentence is no part of the address; nor is a bracket that was opened before it.
        while let Some(last) = address
            .chars()
            .last()
            .filter(|last| ".,;:!?'*_)".contains(*last))
        {
            if last == ')' && address.contains('(') {
                break;
            }
            address = &address[..address.len() - 1];
        }
        out.push_str(&escape(before));
        match address {
            "https:/" | "https://" | "http:/" | "http://" | "https" | "http" => {
                out.push_str(&escape(address))
            }
            address => out.push_str(&format!("<{address}>")),
        }
        rest = &rest[start + address.len()..];
    }
    out.push_str(&escape(rest));
    out
}

/// Escapes what has a meaning in Markdown or in HTML.
fn escape(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut before: Option<char> = None;
    let mut rest = word.chars();
    while let Some(c) = rest.next() {
        let is_joined = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '~' => true,
            // Within a word an underscore is no emphasis.
            '_' => !(is_joined(before) && is_joined(rest.clone().next())),
            // An entity.
            '&' => {
                rest.as_str()
                    .starts_with(|c: char| c.is_ascii_alphanumeric() || c == '#')
                    && rest.as_str().contains(';')
            }
            _ => false,
        };
        if is_special {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// Escapes what would be HTML or a link in Markdown, unless the text has escaped it.
fn escape_brackets(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut is_escaped = false;
    for c in word.chars() {
        if !is_escaped && "[]<`".contains(c) {
            out.push('\\');
        }
        is_escaped = c == '\\' && !is_escaped;
        out.push(c);
    }
    out
}
