//! `@uniqueItems`.

use std::collections::HashSet;

use crate::json;

/// Whether no two elements are written alike: a set of texts takes time linear in the list, where
/// comparing pairs would not. Equal values are written alike, whatever text they came from; only big
/// decimals and the numbers in documents keep their digits, so there `1` and `1.0` are two values.
pub(crate) fn unique_items<T>(
    elements: &[T],
    mut write: impl FnMut(&mut json::Writer, &T),
) -> bool {
    if elements.len() < 2 {
        return true;
    }
    let mut seen = HashSet::with_capacity(elements.len());
    elements.iter().all(|element| {
        let mut writer = json::Writer::new();
        write(&mut writer, element);
        seen.insert(writer.into_text())
    })
}
