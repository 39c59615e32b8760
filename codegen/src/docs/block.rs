//! Blocks of text, how they are collected, and how they are written.

use super::inline::HARD_SPACE;

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// Markdown of one paragraph, its words parted by one blank each.
    Paragraph(String),
    /// A heading with its `#`.
    Heading(String),
    /// Lines that are shown as they are.
    Code(Vec<String>),
    /// Items, each of blocks.
    List {
        ordered: bool,
        items: Vec<Vec<Block>>,
    },
}

/// How deep lists may stand in lists; deeper ones are taken as part of the one around them.
const DEEPEST: usize = 8;

/// Collects blocks while a text is read.
#[derive(Default)]
pub(super) struct Builder {
    root: Vec<Block>,
    /// The open lists, the innermost last, each with its items.
    lists: Vec<(bool, Vec<Vec<Block>>)>,
    /// Lists that were too deep to open.
    ignored: usize,
}

impl Builder {
    /// Adds a block to the item or list that is open.
    pub(super) fn push(&mut self, block: Block) {
        match self.lists.last_mut() {
            None => self.root.push(block),
            Some((_, items)) => match items.last_mut() {
                Some(item) => item.push(block),
                None => items.push(vec![block]),
            },
        }
    }

    pub(super) fn open_list(&mut self, ordered: bool) {
        if self.lists.len() < DEEPEST {
            self.lists.push((ordered, Vec::new()));
        } else {
            self.ignored += 1;
        }
    }

    /// Starts an item, in a list of its own if none is open.
    pub(super) fn open_item(&mut self) {
        if self.lists.is_empty() {
            self.open_list(false);
        }
        if let Some((_, items)) = self.lists.last_mut() {
            items.push(Vec::new());
        }
    }

    pub(super) fn close_list(&mut self) {
        if self.ignored > 0 {
            self.ignored -= 1;
        } else if let Some((ordered, mut items)) = self.lists.pop() {
            items.retain(|item| !item.is_empty());
            if !items.is_empty() {
                self.push(Block::List { ordered, items });
            }
        }
    }

    /// All blocks; what is still open is closed.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.ignored = 0;
        while !self.lists.is_empty() {
            self.close_list();
        }
        self.root
    }
}

/// The lines of blocks, with a blank line between two.
pub(super) fn lines(blocks: &[Block], width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            lines.push(String::new());
        }
        match block {
            Block::Paragraph(text) => lines.extend(wrap(text, width)),
            Block::Heading(text) => lines.push(text.replace(HARD_SPACE, " ")),
            Block::Code(code) => {
                // Longer than any fence within, and of a language that is not compiled.
                let longest = code
                    .iter()
                    .map(|line| {
                        line.trim_start()
                            .bytes()
                            .take_while(|byte| *byte == b'`')
                            .count()
                    })
                    .max();
                let fence = "`".repeat(longest.unwrap_or(0).max(2) + 1);
                lines.push(format!("{fence}text"));
                lines.extend(code.iter().map(|line| line.trim_end().to_owned()));
                lines.push(fence);
            }
            Block::List { ordered, items } => {
                // Items of more than a paragraph are parted, so that all of them look alike.
                let is_loose = items.iter().any(|item| {
                    item.len() > 1 && matches!(item[1], Block::Paragraph(_) | Block::Code(_))
                });
                for (number, item) in items.iter().enumerate() {
                    if is_loose && number > 0 {
                        lines.push(String::new());
                    }
                    let marker = if *ordered {
                        format!("{}. ", number + 1)
                    } else {
                        "- ".to_owned()
                    };
                    push_item(&mut lines, &marker, item, width);
                }
            }
        }
    }
    lines
}

fn push_item(to: &mut Vec<String>, marker: &str, item: &[Block], width: usize) {
    let indent = " ".repeat(marker.len());
    for (index, line) in lines(item, width.saturating_sub(marker.len()).max(20))
        .into_iter()
        .enumerate()
    {
        match (index, line.is_empty()) {
            (0, _) => to.push(format!("{marker}{line}")),
            (_, true) => to.push(line),
            (_, false) => to.push(format!("{indent}{line}")),
        }
    }
}

/// Breaks a paragraph into lines.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut length = 0;
    for unit in units(text) {
        let wide = unit.chars().count();
        match lines.last_mut() {
            Some(line) if length + 1 + wide <= width => {
                line.push(' ');
                line.push_str(&unit);
                length += 1 + wide;
            }
            _ => {
                lines.push(unit);
                length = wide;
            }
        }
    }
    lines
        .iter_mut()
        .for_each(|line| *line = line.replace(HARD_SPACE, " "));
    lines
}

/// The words of a paragraph. One that would start a list, heading or the like at the beginning of a line stays with the
/// word before it; the first of the paragraph is escaped.
fn units(text: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match units.last_mut() {
            Some(last) if starts_block(word) => {
                last.push(' ');
                last.push_str(word);
            }
            None if starts_block(word) => {
                let digits = word.bytes().take_while(u8::is_ascii_digit).count();
                units.push(format!("{}\\{}", &word[..digits], &word[digits..]));
            }
            _ => units.push(word.to_owned()),
        }
    }
    units
}

fn starts_block(word: &str) -> bool {
    let after_digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = after_digits.len() < word.len() && matches!(after_digits, "." | ")");
    let is_rule = !word.is_empty() && word.chars().all(|c| "-=*_:|+#".contains(c));
    is_number
        || is_rule
        || word.starts_with('>')
        || word.starts_with("```")
        || word.starts_with("~~~")
}
