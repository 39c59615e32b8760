//! Changes of a request's body on its way: what other clients may send, and this one's types do not let it.

use super::json::Json;
use super::model::{Binding, Kind, Member, Model, Shape};
use super::random::Random;
use super::rules::{self, Members};
use super::value::Value;
use super::violations::below;

/// One change of an object in the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Edit {
    /// The JSON pointer of the object.
    pub(crate) at: String,
    /// The name of the member.
    pub(crate) member: String,
    /// What becomes of it.
    pub(crate) change: Change,
}

/// What becomes of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// One that is absent is written as null, which says the same.
    Null,
    /// One that is required, or that its sender fills in, is taken away.
    Remove,
    /// One that the model does not list is added, which nobody may mind.
    Unknown,
}

impl Edit {
    /// As the runner reads it.
    pub(crate) fn json(&self) -> Json {
        let change = match self.change {
            Change::Null => "null",
            Change::Remove => "remove",
            Change::Unknown => "unknown",
        };
        Json::object([
            ("at", Json::text(&self.at)),
            ("member", Json::text(&self.member)),
            ("change", Json::text(change)),
        ])
    }
}

/// Whether a member is the status.
pub(crate) fn is_status(member: &Member) -> bool {
    member.binding == Binding::ResponseCode
}

/// Some changes, which are made in `sent` as well.
pub(crate) fn some(
    model: &Model,
    shape: &Shape,
    sent: &mut Members,
    random: &mut Random,
) -> Vec<Edit> {
    let mut edits = Vec::new();
    for _ in 0..random.length(1, 4) {
        let mut possible = Vec::new();
        visit(model, shape, sent, &mut |place, _| {
            possible.extend(changes(place))
        });
        // What is taken away twice from a payload could leave an empty object, which stands for none.
        let is_second = |edit: &Edit| {
            edit.change == Change::Remove
                && edits
                    .iter()
                    .any(|one: &Edit| one.at.is_empty() && *one.at == edit.at)
        };
        possible.retain(|edit: &Edit| !edits.contains(edit) && !is_second(edit));
        if possible.is_empty() {
            break;
        }
        let edit = possible.swap_remove(random.below(possible.len()));
        visit(model, shape, sent, &mut |place, set| {
            if place.at == edit.at && edit.change == Change::Remove {
                let removed = place
                    .members
                    .iter()
                    .find(|member| member.json_name() == edit.member);
                if let Some(member) = removed {
                    set.remove(&member.name);
                    // Whoever reads the structure fills in what is not there.
                    if !place.is_root {
                        *set = rules::with_defaults(model, place.shape, set);
                    }
                }
            }
        });
        edits.push(edit);
    }
    edits
}

/// An object of a body that is a structure.
struct Place<'a> {
    at: String,
    shape: &'a Shape,
    /// Its members that stand in the body.
    members: Vec<&'a Member>,
    /// The names of those that are set.
    set: Vec<String>,
    /// Whether it is the whole message, in which a member with a default can be absent.
    is_root: bool,
    /// Whether an empty object in its place means that there is none.
    is_payload: bool,
}

fn changes(place: &Place<'_>) -> Vec<Edit> {
    let edit = |member: &str, change| Edit {
        at: place.at.clone(),
        member: member.to_owned(),
        change,
    };
    if place.is_payload && place.set.is_empty() {
        return Vec::new();
    }
    let mut changes = vec![edit("not in the model", Change::Unknown)];
    // A member that is all there is in a payload stays, so that the payload is not taken for none.
    let may_remove = !place.is_payload || place.set.len() > 1;
    for member in &place.members {
        let (traits, is_set) = (&member.traits, place.set.contains(&member.name));
        if !is_set && !traits.required {
            changes.push(edit(member.json_name(), Change::Null));
        }
        let is_filled_in = traits.default.is_some() && !traits.client_optional && !place.is_root;
        if is_set && may_remove && (traits.required || is_filled_in) {
            changes.push(edit(member.json_name(), Change::Remove));
        }
    }
    changes
}

/// Calls `f` for each structure in the body of a request.
fn visit(
    model: &Model,
    shape: &Shape,
    sent: &mut Members,
    f: &mut impl FnMut(&Place<'_>, &mut Members),
) {
    let payload = shape
        .members
        .iter()
        .find(|member| member.binding == Binding::Payload);
    if let Some(member) = payload {
        if let Some(value) = sent.get_mut(&member.name) {
            inside(model, member, value, "", true, f);
        }
        return;
    }
    let members: Vec<&Member> = shape
        .members
        .iter()
        .filter(|member| member.binding == Binding::Body)
        .collect();
    if members.is_empty() {
        return;
    }
    let set = sent.keys().cloned().collect();
    let at = String::new();
    f(
        &Place {
            at,
            shape,
            members: members.clone(),
            set,
            is_root: true,
            is_payload: false,
        },
        sent,
    );
    for member in members {
        if let Some(value) = sent.get_mut(&member.name) {
            inside(
                model,
                member,
                value,
                &below("", member.json_name()),
                false,
                f,
            );
        }
    }
}

fn inside(
    model: &Model,
    member: &Member,
    value: &mut Value,
    at: &str,
    is_payload: bool,
    f: &mut impl FnMut(&Place<'_>, &mut Members),
) {
    let shape = model.target(member);
    match (value, &shape.kind) {
        (Value::List(elements), Kind::List) => {
            for (index, element) in elements.iter_mut().enumerate() {
                inside(
                    model,
                    &shape.members[0],
                    element,
                    &below(at, &index.to_string()),
                    false,
                    f,
                );
            }
        }
        (Value::Map(entries), Kind::Map) => {
            for (key, value) in entries {
                inside(model, &shape.members[1], value, &below(at, key), false, f);
            }
        }
        (Value::Union(name, value), _) => {
            if let Some(member) = shape.members.iter().find(|member| member.name == *name) {
                inside(
                    model,
                    member,
                    value,
                    &below(at, member.json_name()),
                    false,
                    f,
                );
            }
        }
        (Value::Structure(set), _) => {
            let members: Vec<&Member> = shape.members.iter().collect();
            let names = set.keys().cloned().collect();
            f(
                &Place {
                    at: at.to_owned(),
                    shape,
                    members,
                    set: names,
                    is_root: false,
                    is_payload,
                },
                set,
            );
            for member in &shape.members {
                if let Some(value) = set.get_mut(&member.name) {
                    inside(
                        model,
                        member,
                        value,
                        &below(at, member.json_name()),
                        false,
                        f,
                    );
                }
            }
        }
        _ => {}
    }
}
