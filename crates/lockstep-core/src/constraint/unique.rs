//! `@uniqueItems`.

use std::collections::HashMap;
use std::fmt;

use super::Broken;
use crate::json;

/// The most elements that a message names: a request of megabytes can repeat one a million times.
const MOST_NAMED: usize = 100;

/// The elements of a list that another element equals.
///
/// Where these are only a part of the list, the violation says which they are, as servers of
/// `smithy-rs` do. Where they are all of it, their indices would say nothing, and the sentence is the
/// one of Smithy's own suite.
#[derive(Clone, Debug)]
pub struct Repeated {
    indices: Vec<usize>,
    is_whole: bool,
    are_more: bool,
}

impl fmt::Display for Repeated {
    /// The beginning of the sentence, up to the path.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value")?;
        if self.is_whole {
            return Ok(());
        }
        f.write_str(" with repeated values at indices [")?;
        for (place, index) in self.indices.iter().enumerate() {
            let comma = if place == 0 { "" } else { ", " };
            write!(f, "{comma}{index}")?;
        }
        f.write_str(if self.are_more { ", …]" } else { "]" })
    }
}

/// What is broken if two elements are written alike: a map of texts takes time linear in the list,
/// where comparing pairs would not. Equal values are written alike, whatever text they came from; only
/// big decimals and the numbers in documents keep their digits, so there `1` and `1.0` are two values.
pub(crate) fn repeated<T>(
    elements: &[T],
    mut write: impl FnMut(&mut json::Writer, &T),
) -> Option<Broken> {
    let texts = elements.iter().map(|element| {
        let mut writer = json::Writer::new();
        write(&mut writer, element);
        writer.into_text()
    });
    repeated_texts(texts)
}

/// The same of elements that are texts.
pub(crate) fn repeated_texts<T: std::hash::Hash + Eq>(
    texts: impl ExactSizeIterator<Item = T>,
) -> Option<Broken> {
    let count = texts.len();
    if count < 2 {
        return None;
    }
    let mut first_places = HashMap::with_capacity(count);
    let mut indices = Vec::new();
    for (index, text) in texts.enumerate() {
        let (first, is_noted) = first_places.entry(text).or_insert((index, false));
        if *first != index {
            if !std::mem::replace(is_noted, true) {
                indices.push(*first);
            }
            indices.push(index);
        }
    }
    if indices.is_empty() {
        return None;
    }
    indices.sort_unstable();
    let (is_whole, are_more) = (indices.len() == count, indices.len() > MOST_NAMED);
    indices.truncate(MOST_NAMED);
    Some(Broken::Unique(Repeated {
        indices,
        is_whole,
        are_more,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(texts: &[&str]) -> Option<String> {
        let broken = repeated_texts(texts.iter())?;
        Some(broken.at("/a".to_owned()).message)
    }

    #[test]
    fn repeated_elements_are_named_where_others_are_not_repeated() {
        const END: &str = "at '/a' failed to satisfy constraint: Member must have unique values";
        for (texts, beginning) in [
            (&["a", "a"][..], "Value"),
            (&["a", "b", "a", "b"], "Value"),
            (
                &["a", "a", "b"],
                "Value with repeated values at indices [0, 1]",
            ),
            (
                &["c", "b", "a", "b", "a", "a"],
                "Value with repeated values at indices [1, 2, 3, 4, 5]",
            ),
        ] {
            assert_eq!(message(texts), Some(format!("{beginning} {END}")));
        }
        assert_eq!(message(&[]), None);
        assert_eq!(message(&["a"]), None);
        assert_eq!(message(&["a", "b"]), None);
    }

    #[test]
    fn a_message_names_no_more_than_a_hundred() {
        let mut texts = vec!["a"; 1000];
        texts.push("b");
        let message = message(&texts).unwrap();
        assert!(message.contains(", 98, 99, …] at '/a'"), "{message}");
    }
}
