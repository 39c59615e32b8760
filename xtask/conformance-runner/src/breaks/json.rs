//! Breaks of the JSON in a body.

use bytes::Bytes;
use http::header::CONTENT_TYPE;

use crate::Params;
use crate::wire::Message;

/// Changes the first value of a body for which `change` does so: the outermost before what is within it.
///
/// A body that is no JSON stays as it is, and so does one that has another media type.
pub(super) fn change_first(message: &mut Message, change: fn(&mut Params) -> bool) {
    let is_json = message.headers.get(CONTENT_TYPE).is_none_or(|value| {
        let value = String::from_utf8_lossy(value.as_bytes());
        value.to_ascii_lowercase().contains("json")
    });
    let parsed = std::str::from_utf8(&message.body).map(Params::parse);
    if is_json
        && let Ok(Ok(mut params)) = parsed
        && first(&mut params, change)
    {
        message.body = Bytes::from(params.to_string());
    }
}

fn first(params: &mut Params, change: fn(&mut Params) -> bool) -> bool {
    change(params)
        || match params {
            Params::Null | Params::Boolean(_) | Params::Number(_) | Params::String(_) => false,
            Params::List(elements) => elements.iter_mut().any(|element| first(element, change)),
            Params::Map(members) => members.values_mut().any(|member| first(member, change)),
        }
}

/// The name of the first member that is not null.
fn first_name(params: &Params) -> Option<String> {
    let Params::Map(members) = params else {
        return None;
    };
    members
        .iter()
        .find(|(_, value)| **value != Params::Null)
        .map(|(name, _)| name.clone())
}

fn with_first_member(params: &mut Params, change: impl FnOnce(&str, &mut Params)) -> bool {
    let name = first_name(params);
    if let Some(name) = &name {
        change(name, params);
    }
    name.is_some()
}

pub(super) fn drop_member(params: &mut Params) -> bool {
    with_first_member(params, |name, params| {
        if let Params::Map(members) = params {
            members.remove(name);
        }
    })
}

pub(super) fn rename_member(params: &mut Params) -> bool {
    with_first_member(params, |name, params| {
        if let Params::Map(members) = params
            && let Some(value) = members.remove(name)
        {
            members.insert(format!("{name}Renamed"), value);
        }
    })
}

pub(super) fn nullify_member(params: &mut Params) -> bool {
    with_first_member(params, |name, params| {
        if let Params::Map(members) = params {
            members.insert(name.to_owned(), Params::Null);
        }
    })
}

/// The first two neighbours whose values differ.
pub(super) fn swap_members(params: &mut Params) -> bool {
    let Params::Map(members) = params else {
        return false;
    };
    let entries: Vec<_> = members
        .iter()
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let differing = entries.windows(2).find_map(|pair| match pair {
        [(one, first), (other, second)] if first != second => Some((one, first, other, second)),
        _ => None,
    });
    let Some((one, first, other, second)) = differing else {
        return false;
    };
    members.insert(one.clone(), second.clone());
    members.insert(other.clone(), first.clone());
    true
}

pub(super) fn quote_number(params: &mut Params) -> bool {
    let Params::Number(text) = params else {
        return false;
    };
    *params = Params::String(std::mem::take(text));
    true
}

pub(super) fn change_case(params: &mut Params) -> bool {
    let Params::String(text) = params else {
        return false;
    };
    let flipped: String = text
        .chars()
        .map(|letter| {
            if letter.is_ascii_lowercase() {
                letter.to_ascii_uppercase()
            } else {
                letter.to_ascii_lowercase()
            }
        })
        .collect();
    let changes = flipped != *text;
    *text = flipped;
    changes
}

pub(super) fn reverse_elements(params: &mut Params) -> bool {
    let Params::List(elements) = params else {
        return false;
    };
    let before = elements.clone();
    elements.reverse();
    *elements != before
}
