//! Bodies that are large enough to be compressed, and how large others are.

use super::model::{Binding, Constraints, Kind, Member, Model, Operation, Simple};
use super::random::Random;
use super::rules::Members;
use super::value::Value;

/// From how many bytes on a client compresses a body that may be compressed.
pub(crate) const COMPRESSED: usize = 10_240;

/// How many times longer than a value's shown form its JSON can be at most: names of one letter have another there, and
/// dates and blobs other forms.
const LONGER: usize = 3;

/// Makes a body large by one of its members, or nearly so; `false` if there is no member that can be of any length.
pub(crate) fn swell(
    model: &Model,
    operation: &Operation,
    input: &mut Members,
    random: &mut Random,
) -> bool {
    let members = &model.shapes[operation.input].members;
    let candidates: Vec<&Member> = members.iter().filter(|one| can_swell(model, one)).collect();
    if candidates.is_empty() {
        return false;
    }
    let member = random.pick(&candidates);
    let length = if member.binding == Binding::Payload {
        // Such a body is the value, byte by byte.
        random.pick(&[COMPRESSED - 1, COMPRESSED, COMPRESSED + 1, 2 * COMPRESSED])
    } else {
        COMPRESSED + random.below(COMPRESSED)
    };
    let letters = ['a', 'Z', '0', ' ', '"', '\n', '~'];
    let text = (0..length).map(|_| random.pick(&letters)).collect();
    let value = if model.target(member).is(Simple::Blob) {
        Value::Blob(text)
    } else {
        Value::Text(text)
    };
    input.insert(member.name.clone(), value);
    true
}

fn can_swell(model: &Model, member: &Member) -> bool {
    let target = model.target(member);
    let constraints = Constraints::of(&member.traits, &target.traits);
    matches!(member.binding, Binding::Body | Binding::Payload)
        && matches!(target.kind, Kind::Simple(Simple::String | Simple::Blob))
        && !target.is_stream()
        && !member.traits.host_label
        && constraints.length.is_none()
        && constraints.pattern.is_none()
}

/// Whether the body of what is sent is large enough to be compressed; `None` where that cannot be told from the values.
pub(crate) fn is_large(model: &Model, operation: &Operation, sent: &Members) -> Option<bool> {
    let members = &model.shapes[operation.input].members;
    let payload = members.iter().find(|one| one.binding == Binding::Payload);
    let raw = |member: &Member| match sent.get(&member.name) {
        Some(Value::Text(text) | Value::Blob(text)) => text.len(),
        _ => 0,
    };
    if let Some(member) = payload {
        let target = model.target(member);
        let is_raw = target.is(Simple::String) || target.is(Simple::Blob);
        if is_raw || matches!(target.kind, Kind::Enum(_)) {
            return Some(raw(member) >= COMPRESSED);
        }
    }
    let in_body = |one: &&Member| matches!(one.binding, Binding::Body | Binding::Payload);
    if members
        .iter()
        .filter(in_body)
        .any(|member| raw(member) >= COMPRESSED)
    {
        return Some(true);
    }
    let shown = Value::Structure(sent.clone()).shown().to_string();
    (shown.len() * LONGER < COMPRESSED).then_some(false)
}
