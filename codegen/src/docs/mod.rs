//! From Smithy's documentation to that of Rust: Markdown that `rustdoc` takes without a warning.
//!
//! The documentation trait holds CommonMark, which may hold HTML; models of AWS hold HTML alone. Both become a few kinds
//! of blocks, which are written out again at a fixed width:
//! <https://smithy.io/2.0/spec/documentation-traits.html#documentation-trait>.

mod block;
mod commonmark;
mod html;
mod inline;

use block::Builder;

/// The widest line, in characters, unless one word is wider.
const WIDTH: usize = 80;

/// The lines of a documentation comment, without the slashes; none if the text says nothing.
///
/// Text that Markdown or `rustdoc` would take for more than text is escaped, links that lead nowhere outside of the
/// model's own pages lose their target, and code is marked as no Rust, so that it is not run as a test.
pub fn markdown(text: &str) -> Vec<String> {
    let text: String = text
        .replace("\r\n", "\n")
        .chars()
        .filter_map(plain)
        .collect();
    let mut builder = Builder::default();
    if html::is_html(&text) {
        html::read(&text, &mut builder);
    } else {
        commonmark::read(&text, &mut builder);
    }
    block::lines(&builder.finish(), WIDTH)
}

/// Drops what has no place in a comment: control characters, and those that turn the direction of text, which the
/// compiler refuses in comments.
fn plain(c: char) -> Option<char> {
    match c {
        '\n' => Some('\n'),
        '\t' | '\r' | '\u{a0}' => Some(' '),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}
