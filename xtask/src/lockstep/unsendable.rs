//! Inputs that a client must refuse to send, because what is sent would arrive as something else.

use super::model::{Binding, Kind, Member, Model, Simple};
use super::random::Random;
use super::trips::Trip;
use super::value::Value;

/// Labels that URL libraries remove, so that the request would reach another operation.
const NO_LABELS: [&str; 3] = ["", ".", ".."];

/// Labels of several segments with one of these among them.
const NO_GREEDY_LABELS: [&str; 4] = ["", "a//b", "a/../b", "a/"];

/// Texts that are no label of a host's name.
const NO_HOST_LABELS: [&str; 7] = [
    "",
    "a.b",
    "-a",
    "a-",
    "a_b",
    "\u{e9}",
    "one-letter-more-than-the-63-that-may-stand-in-a-label-of-a-name-",
];

/// Texts that a header cannot hold, or loses a part of on its way.
const NO_HEADERS: [&str; 4] = [" a", "a\nb", "\u{e9}", "a\t"];

/// Puts such a value into the input of a trip, if a member can hold one.
pub(crate) fn make(model: &Model, trip: &mut Trip, random: &mut Random) -> bool {
    let input = &model.shapes[model.operations[trip.operation].input];
    let can_be = |member: &&Member| {
        let target = model.target(member);
        match &member.binding {
            _ if member.traits.host_label => true,
            Binding::Label | Binding::GreedyLabel => target.is(Simple::String),
            // In base64 a header holds every text.
            Binding::Header(_) => target.is(Simple::String) && target.traits.media_type.is_none(),
            Binding::PrefixHeaders(_) => target.kind == Kind::Map,
            _ => false,
        }
    };
    let members: Vec<&Member> = input.members.iter().filter(can_be).collect();
    if members.is_empty() {
        return false;
    }
    let member = random.pick(&members);
    let mut text = |texts: &[&str]| Value::Text(random.pick(texts).to_owned());
    let value = match &member.binding {
        _ if member.traits.host_label => text(&NO_HOST_LABELS),
        Binding::Label => text(&NO_LABELS),
        Binding::GreedyLabel => text(&NO_GREEDY_LABELS),
        Binding::Header(_) => text(&NO_HEADERS),
        // No name of a header has a blank, and no two differ in case alone.
        _ => {
            let keys: &[&str] = if random.chance(50) {
                &["a b"]
            } else {
                &["Same", "sAME"]
            };
            let value = Value::Text("a".to_owned());
            Value::Map(
                keys.iter()
                    .map(|key| ((*key).to_owned(), value.clone()))
                    .collect(),
            )
        }
    };
    trip.input.insert(member.name.clone(), value);
    trip.is_unsendable = true;
    true
}
