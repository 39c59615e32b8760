//! Upper camel case and snake case of any text.

use heck::ToSnakeCase as _;

/// A text in upper camel case. Words are told apart by what is no letter or digit; within a word, capitals are kept,
/// except that a word of capitals alone is written `Word` if it is one of several, or if `soften` asks for it.
pub(super) fn upper_camel(text: &str, soften: bool) -> String {
    let words: Vec<&str> = words(text).collect();
    let mut name = String::with_capacity(text.len());
    for word in &words {
        let is_shouted = word.len() > 1 && !word.contains(|c: char| c.is_ascii_lowercase());
        // An underscore between digits stays: `V1_2` and `V12` are different versions.
        if name.ends_with(|c: char| c.is_ascii_digit())
            && word.starts_with(|c: char| c.is_ascii_digit())
        {
            name.push('_');
        }
        let (first, rest) = word.split_at(1);
        name.push_str(&first.to_ascii_uppercase());
        if is_shouted && (soften || words.len() > 1) {
            name.push_str(&rest.to_ascii_lowercase());
        } else {
            name.push_str(rest);
        }
    }
    legal(name, "Empty")
}

/// A text in snake case, without regard to keywords.
pub(super) fn snake(text: &str) -> String {
    let words: Vec<String> = words(text)
        .map(|word| plain_acronyms(word).to_snake_case())
        .collect();
    legal(words.join("_"), "empty")
}

/// The runs of ASCII letters and digits; names of Smithy have no others, values of enumerations may have.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// A name begins with no digit and is not empty.
fn legal(name: String, empty: &str) -> String {
    match name.chars().next() {
        None => empty.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("_{name}"),
        Some(_) => name,
    }
}

/// Acronyms that mix cases, and how they are written to be one word.
const MIXED: [(&str, &str); 7] = [
    ("IPv", "Ipv"),
    ("DBv", "Dbv"),
    ("OAuth", "Oauth"),
    ("IoT", "Iot"),
    ("QnA", "Qna"),
    ("GiB", "Gib"),
    ("MiB", "Mib"),
];

/// Writes acronyms as words where snake case would cut them: those that mix cases, and plurals as in `VPCs`.
fn plain_acronyms(word: &str) -> String {
    let word = MIXED.iter().fold(word.to_owned(), |word, (mixed, plain)| {
        if word.contains(mixed) {
            word.replace(mixed, plain)
        } else {
            word
        }
    });
    let bytes = word.as_bytes();
    let is_capital = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    let mut plain = String::with_capacity(word.len());
    let mut at = 0;
    while at < bytes.len() {
        let run = bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_uppercase())
            .count();
        let is_plural = run > 1
            && bytes.get(at + run) == Some(&b's')
            && (at + run + 1 == bytes.len() || is_capital(at + run + 1));
        let end = at + run.max(1);
        plain.push_str(&word[at..at + 1]);
        plain.push_str(&if is_plural {
            word[at + 1..end].to_ascii_lowercase()
        } else {
            word[at + 1..end].to_owned()
        });
        at = end;
    }
    plain
}
