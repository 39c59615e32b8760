//! `@uniqueItems`.

use std::collections::HashSet;

use crate::json;

/// Whether no two elements are written alike: the same values have the same canonical text, and a
/// set of texts takes time linear in the list, where comparing pairs would not.
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
