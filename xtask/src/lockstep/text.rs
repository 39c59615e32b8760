//! Random texts that can stand where they are to stand.

use super::bindings::CODINGS;
use super::model::{Binding, Member, Shape};
use super::random::Random;

/// The most letters of a member that stands in a host's name: two of them and a hyphen still fit into one label of it,
/// which has up to 63.
pub(crate) const HOST_LABEL: usize = 31;

/// Content codings that nobody undoes on the way.
const NAMES: [&str; 3] = ["br", "x-own", "identity"];

/// Where a text stands, which decides what it may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stand {
    /// In a body or in the query: any text.
    Body,
    /// In a label: any text but those that are no segment of a path.
    Label,
    /// In a greedy label: several such segments.
    Greedy,
    /// The value of a header.
    Header,
    /// An element of a header's list, which is quoted where it has to be.
    Element,
    /// The end of a header's name.
    Token,
    /// A label of a host's name.
    Host,
    /// The names of content codings.
    Codings,
}

impl Stand {
    /// Where a member of a message stands. A label of the host is one wherever else it stands.
    pub(crate) fn of(member: &Member) -> Self {
        match &member.binding {
            _ if member.traits.host_label => Self::Host,
            Binding::Header(name) if name == CODINGS => Self::Codings,
            Binding::Label => Self::Label,
            Binding::GreedyLabel => Self::Greedy,
            Binding::Header(_) | Binding::PrefixHeaders(_) => Self::Header,
            Binding::Query(_)
            | Binding::QueryParams
            | Binding::Payload
            | Binding::ResponseCode
            | Binding::Body => Self::Body,
        }
    }

    /// Where the elements of a list stand that stands here.
    pub(crate) fn of_element(self) -> Self {
        if self == Self::Header {
            Self::Element
        } else {
            self
        }
    }

    /// Where the keys of a map stand that stands here.
    pub(crate) fn of_key(self) -> Self {
        if self == Self::Header {
            Self::Token
        } else {
            self
        }
    }

    /// The same for a value that is base64 in a header, and so may be any text.
    pub(crate) fn of_media_type(self, member: &Member, target: &Shape) -> Self {
        let has_type = member.traits.media_type.is_some() || target.traits.media_type.is_some();
        if has_type && matches!(self, Self::Header | Self::Element) {
            Self::Body
        } else {
            self
        }
    }

    /// Whether any text may stand here, of whatever letters.
    pub(crate) fn is_free(self) -> bool {
        matches!(self, Self::Body | Self::Label)
    }

    /// Whether this text of printable ASCII, or of any letters if it is free, may stand here.
    pub(crate) fn can_hold(self, text: &str) -> bool {
        match self {
            Self::Body | Self::Element => true,
            Self::Header => text.trim() == text,
            Self::Label | Self::Greedy => {
                text.split('/').all(|part| !matches!(part, "" | "." | ".."))
            }
            Self::Token => text
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || "-_.!".contains(letter)),
            Self::Codings => text.split(", ").all(|name| NAMES.contains(&name)),
            Self::Host => {
                let is_inside = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
                (1..=HOST_LABEL).contains(&text.len())
                    && text.chars().all(is_inside)
                    && !text.starts_with('-')
                    && !text.ends_with('-')
            }
        }
    }
}

/// One coding or two, of whatever length.
fn codings(random: &mut Random) -> String {
    let first = random.pick(&NAMES).to_owned();
    if random.chance(30) {
        first + ", " + random.pick(&NAMES)
    } else {
        first
    }
}

/// A text of so many letters; one more where none cannot stand.
pub(crate) fn text(length: usize, stand: Stand, random: &mut Random) -> String {
    const ANY: &[char] = &[
        'a',
        'Z',
        '0',
        ' ',
        '\t',
        '\n',
        '\0',
        '"',
        '\\',
        '/',
        '%',
        '+',
        '&',
        '=',
        '?',
        '#',
        ';',
        ',',
        '.',
        '~',
        '{',
        '\u{7f}',
        '\u{e9}',
        '\u{2028}',
        '\u{fffd}',
        '\u{1f600}',
        '\u{10ffff}',
    ];
    const PRINTABLE: &[char] = &[
        'a', 'Z', '0', ' ', '"', '\\', '/', '%', '+', '=', ';', ',', '.', '~', '{', '(',
    ];
    const TOKEN: &[char] = &['a', 'b', 'Z', '0', '9', '-', '_', '.', '!'];
    let letters = match stand {
        Stand::Codings => return codings(random),
        Stand::Body | Stand::Label => ANY,
        Stand::Header | Stand::Element => PRINTABLE,
        Stand::Token => TOKEN,
        Stand::Host => &['a', 'Z', '0', '9', '-'],
        Stand::Greedy => &['a', 'Z', '0', ' ', '%', '+', '\u{e9}', '?', '#'],
    };
    let mut text: Vec<char> = (0..length).map(|_| random.pick(letters)).collect();
    match stand {
        Stand::Header => {
            // Blanks at the ends are lost on the way.
            for end in [0, length.saturating_sub(1)] {
                if text.get(end) == Some(&' ') {
                    text[end] = 'x';
                }
            }
        }
        Stand::Host => {
            text.resize(length.clamp(1, HOST_LABEL), 'd');
            for end in [0, text.len() - 1] {
                if text[end] == '-' {
                    text[end] = 'h';
                }
            }
        }
        Stand::Label if text.iter().all(|letter| *letter == '.') && length < 3 => {
            text = vec!['b'; length.max(1)];
        }
        Stand::Greedy if length < 3 => text = vec!['c'; length.max(1)],
        Stand::Greedy if random.chance(70) => text[length / 2] = '/',
        _ => {}
    }
    text.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_as_long_as_they_are_to_be_and_can_stand_there() {
        let mut random = Random::new(3);
        for stand in [
            Stand::Body,
            Stand::Label,
            Stand::Greedy,
            Stand::Header,
            Stand::Element,
            Stand::Token,
            Stand::Host,
        ] {
            for length in (0..9).cycle().take(500) {
                let text = text(length, stand, &mut random);
                let least =
                    usize::from(matches!(stand, Stand::Label | Stand::Greedy | Stand::Host));
                assert_eq!(text.chars().count(), length.max(least), "{stand:?}");
                // A plain label holds slashes as well, which are encoded.
                assert!(
                    stand == Stand::Label || stand.can_hold(&text),
                    "{stand:?} {text:?}"
                );
            }
        }
    }
}
