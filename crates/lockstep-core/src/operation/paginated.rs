//! Operations that answer in pages (`smithy.api#paginated`).

use std::collections::BTreeMap;

use super::ClientOperation;

/// An operation that answers in pages: each page holds a token, with which a client asks for the next one.
pub trait Paginated: ClientOperation<Input: Clone> {
    /// What says where a page begins: mostly a string.
    type Token: PageToken;
    /// The items of a page, a list or a map; `()` where the model does not say which member holds them.
    type Items;
    /// The member of the input that says where the page begins; the first page begins where it is `None`.
    fn input_token(input: &mut Self::Input) -> &mut Option<Self::Token>;
    /// Where the next page begins.
    fn output_token(output: &Self::Output) -> Option<&Self::Token>;
    /// The items of a page.
    fn items(output: Self::Output) -> Self::Items;
}

/// What can say where a page begins: strings, maps and integers.
pub trait PageToken: Clone + PartialEq + Send {
    /// Whether it says as little as no token at all: services send an empty one with the last page.
    fn is_empty(&self) -> bool;
}

impl PageToken for String {
    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

impl<K: Clone + PartialEq + Send, V: Clone + PartialEq + Send> PageToken for BTreeMap<K, V> {
    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

/// The number of a page, of which 0 is the first and can be no next one.
impl PageToken for i32 {
    fn is_empty(&self) -> bool {
        *self == 0
    }
}

/// As for `i32`.
impl PageToken for i64 {
    fn is_empty(&self) -> bool {
        *self == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_no_next_page_is_empty() {
        assert!(
            String::new().is_empty() && PageToken::is_empty(&0i32) && PageToken::is_empty(&0i64)
        );
        assert!(PageToken::is_empty(&BTreeMap::<String, i32>::new()));
        assert!(!PageToken::is_empty(&1i32) && !PageToken::is_empty(&"a".to_owned()));
    }
}
