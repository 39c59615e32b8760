//! Patterns of ECMA-262, each with what it means, written down a second time.

use super::random::Random;

/// A pattern, and how to make texts that match it.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// As the model writes it.
    pub(crate) source: &'static str,
    /// Whether a text matches, said without a regular expression.
    pub(crate) matches: fn(&str) -> bool,
    /// Letters of which any text of at least one letter matches, unless the pattern looks at more than single letters.
    alphabet: &'static str,
    /// Texts that do not match, of printable ASCII, so that a header can hold them.
    breaks: &'static [&'static str],
    /// Texts that do not match and that only a body or a URI can hold.
    odd_breaks: &'static [&'static str],
}

/// All patterns.
pub(crate) static PATTERNS: [Pattern; 9] = [
    Pattern {
        source: "^[a-z]+$",
        matches: |text| !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase()),
        alphabet: "abcxyz",
        breaks: &["A", "a1", "a b"],
        odd_breaks: &["abc\n", "é", "\u{17f}"],
    },
    Pattern {
        source: "^\\d*$",
        matches: |text| text.chars().all(|c| c.is_ascii_digit()),
        alphabet: "0123456789",
        breaks: &["-1", "1.5", "x"],
        odd_breaks: &["\u{663}", "1\n"],
    },
    Pattern {
        source: "[A-Z]",
        matches: |text| text.chars().any(|c| c.is_ascii_uppercase()),
        alphabet: "ABZ",
        breaks: &["a", "1", "z-z"],
        odd_breaks: &["é", "\u{c9}"],
    },
    Pattern {
        source: "^\\w+$",
        matches: |text| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        },
        alphabet: "aZ_9",
        breaks: &["-", "a b"],
        odd_breaks: &["\u{e9}t\u{e9}", "a\r"],
    },
    // The engine that is linear in time cannot look ahead.
    Pattern {
        source: "^(?!x)[a-z]*$",
        matches: |text| !text.starts_with('x') && text.chars().all(|c| c.is_ascii_lowercase()),
        alphabet: "abc",
        breaks: &["xa", "A", "x"],
        odd_breaks: &["a\u{20ac}"],
    },
    Pattern {
        source: "^(?:a|bc)*$",
        matches: |text| text.replace("bc", "a").chars().all(|c| c == 'a'),
        alphabet: "a",
        breaks: &["b", "ac", "cb"],
        odd_breaks: &["a\u{0}"],
    },
    Pattern {
        source: "^[^\\s,]{1,40}$",
        matches: |text| {
            (1..=40).contains(&text.chars().count())
                && !text.contains(|c: char| {
                    c == ',' || c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}')
                })
        },
        alphabet: "a-_!",
        breaks: &["a b", ",", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeee"],
        odd_breaks: &["\u{a0}", "a\u{2028}"],
    },
    Pattern {
        source: "^(\\w)\\1*$",
        matches: |text| {
            let mut letters = text.chars();
            letters.next().is_some_and(|first| {
                (first.is_ascii_alphanumeric() || first == '_')
                    && letters.all(|letter| letter == first)
            })
        },
        alphabet: "k",
        breaks: &["ab", "-"],
        odd_breaks: &["\u{e9}"],
    },
    Pattern {
        source: "^.+$",
        matches: |text| !text.is_empty() && !text.contains(['\n', '\r', '\u{2028}', '\u{2029}']),
        alphabet: "a-_b",
        breaks: &[],
        odd_breaks: &["a\nb", "\r", "\u{2028}"],
    },
];

impl Pattern {
    /// A text of so many letters that matches, if one of that length does. It neither begins nor ends with a blank.
    pub(crate) fn matching(&self, length: usize, random: &mut Random) -> String {
        let letters: Vec<char> = self.alphabet.chars().collect();
        let letter = |random: &mut Random| random.pick(&letters);
        let text: String = (0..length).map(|_| letter(random)).collect();
        text.replace(' ', "a")
    }

    /// A text that does not match, whatever its length; `None` if the place can hold none.
    pub(crate) fn breaking(&self, is_printable: bool, random: &mut Random) -> Option<&'static str> {
        let odd = if is_printable { &[] } else { self.odd_breaks };
        let index = random.below(self.breaks.len() + odd.len());
        self.breaks.iter().chain(odd).nth(index).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_each_pattern_is_what_the_pattern_says() {
        let mut random = Random::new(1);
        for pattern in &PATTERNS {
            for length in 1..10 {
                let text = pattern.matching(length, &mut random);
                assert_eq!(text.chars().count(), length);
                assert!((pattern.matches)(&text), "{} {text:?}", pattern.source);
            }
            for text in pattern.breaks.iter().chain(pattern.odd_breaks) {
                assert!(!(pattern.matches)(text), "{} {text:?}", pattern.source);
            }
        }
    }
}
