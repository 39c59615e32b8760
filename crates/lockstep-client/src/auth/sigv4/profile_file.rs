//! The format of the shared config and credentials files.
//!
//! The rules are those of the "AWS SDKs and Tools Reference Guide" and of the test suite that the SDKs' parsers share:
//! comments end a line after a blank, sections of one name are one section, the last of two properties counts,
//! names of properties have no case, and what is indented more than a property continues its value. Where botocore is
//! more lenient, so is this: a property may be indented, and a profile's name may be quoted.
//!
//! The parser is our own, because the crates for INI files know neither these rules nor the numbers of lines, which
//! errors name. It copies nothing, so that a secret stands in memory only where the file was read to.

/// Which of the two files it is; they name profiles in different ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// `[profile name]`, and `[default]`.
    Config,
    /// `[name]`.
    Credentials,
}

/// A file in its parts, in their order.
pub(crate) struct ProfileFile<'a> {
    kind: FileKind,
    sections: Vec<Section<'a>>,
}

struct Section<'a> {
    /// What stands between the brackets.
    header: &'a str,
    line: usize,
    properties: Vec<Property<'a>>,
}

/// A property: what stands on its first line.
#[derive(Clone, Copy)]
pub(crate) struct Property<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: &'a str,
    pub(crate) line: usize,
    /// Whether the value goes on in the next line.
    pub(crate) is_continued: bool,
    indent: usize,
}

/// A line that is none of the format. It is not shown, because it may be a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub(crate) line: usize,
    pub(crate) problem: &'static str,
}

impl<'a> ProfileFile<'a> {
    /// Reads the text of a file.
    ///
    /// # Errors
    ///
    /// The first line that is none of the format.
    pub(crate) fn parse(kind: FileKind, text: &'a str) -> Result<Self, SyntaxError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut sections: Vec<Section<'a>> = Vec::new();
        for (line, text) in (1..).zip(text.lines()) {
            let refuse = |problem| Err(SyntaxError { line, problem });
            let indent = text.len() - text.trim_start().len();
            let content = text.trim();
            if content.is_empty() || is_comment(content) {
                continue;
            }
            let before = sections
                .last_mut()
                .and_then(|section| section.properties.last_mut());
            if let Some(property) = before.filter(|property| indent > property.indent) {
                property.is_continued = true;
                continue;
            }
            if let Some(header) = content.strip_prefix('[') {
                let Some((header, rest)) = header.split_once(']') else {
                    return refuse("a section must end with `]`");
                };
                if !rest.trim_start().is_empty() && !is_comment(rest.trim_start()) {
                    return refuse("only a comment may follow a section's `]`");
                }
                sections.push(Section {
                    header: header.trim(),
                    line,
                    properties: Vec::new(),
                });
                continue;
            }
            let Some(section) = sections.last_mut() else {
                return refuse("a section such as `[default]` must come first");
            };
            let Some((name, value)) = without_comment(content).split_once('=') else {
                return refuse("a property must have a `=`");
            };
            if name.trim().is_empty() {
                return refuse("a property must have a name");
            }
            section.properties.push(Property {
                name: name.trim(),
                value: value.trim(),
                line,
                is_continued: false,
                indent,
            });
        }
        Ok(Self { kind, sections })
    }

    /// The properties of a profile in their order, or `None` if the file has no such profile.
    pub(crate) fn profile(&self, name: &str) -> Option<Vec<Property<'a>>> {
        let of = |prefixed: bool| -> Vec<&Section<'a>> {
            let is_meant =
                |section: &&Section<'a>| self.profile_of(section.header) == Some((name, prefixed));
            self.sections.iter().filter(is_meant).collect()
        };
        // `[profile default]` goes before `[default]`, which then means nothing.
        let mut sections = of(true);
        if sections.is_empty() {
            sections = of(false);
        }
        let properties = |section: &&Section<'a>| section.properties.clone();
        (!sections.is_empty()).then(|| sections.iter().flat_map(properties).collect())
    }

    /// The line of a section that looks as if it were meant to be this profile, but is named as in the other file.
    pub(crate) fn near_miss(&self, name: &str) -> Option<(usize, &'static str)> {
        let of_other = |section: &&Section<'a>| match self.kind {
            FileKind::Config => section.header == name,
            FileKind::Credentials => after_prefix(section.header) == Some(name),
        };
        let section = self.sections.iter().find(of_other)?;
        let advice = match self.kind {
            FileKind::Config => "a profile is `[profile name]` in this file",
            FileKind::Credentials => "a profile is `[name]` in this file, without `profile`",
        };
        Some((section.line, advice))
    }

    /// The profile that a section is of, and whether it is named with the word `profile`.
    fn profile_of<'b>(&self, header: &'b str) -> Option<(&'b str, bool)> {
        match (self.kind, after_prefix(header)) {
            (FileKind::Config, Some(name)) => Some((name, true)),
            (FileKind::Config, None) => (header == "default").then_some((header, false)),
            (FileKind::Credentials, None) => Some((header, false)),
            (FileKind::Credentials, Some(_)) => None,
        }
    }
}

/// What follows the word `profile`: one word, or anything in quotes.
fn after_prefix(header: &str) -> Option<&str> {
    let name = header.strip_prefix("profile")?;
    let name = name.strip_prefix(char::is_whitespace)?.trim();
    let quoted = ['"', '\''].into_iter().find_map(|quote| {
        let name = name.strip_prefix(quote)?.strip_suffix(quote)?;
        (!name.contains(quote)).then_some(name)
    });
    quoted.or((!name.is_empty() && !name.contains(char::is_whitespace)).then_some(name))
}

fn is_comment(text: &str) -> bool {
    text.starts_with(['#', ';'])
}

/// A line up to the comment that a blank stands before.
fn without_comment(line: &str) -> &str {
    let mut after_blank = false;
    for (at, character) in line.char_indices() {
        if after_blank && matches!(character, '#' | ';') {
            return line.get(..at).unwrap_or(line);
        }
        after_blank = character.is_whitespace();
    }
    line
}

#[cfg(test)]
#[path = "profile_file_tests.rs"]
mod tests;
