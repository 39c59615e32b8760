//! Random defaults, which the official validator and a reader of JSON take as they are meant.

use std::collections::BTreeMap;

use super::model::{Id, Kind, Member, Simple, Traits};
use super::text::Stand;
use super::value::{Instant, Value};
use super::values::Values;
use super::violations;

impl Values<'_> {
    /// A default for a member that holds this shape and has these traits; `None` if it can have none.
    pub(crate) fn default(&mut self, target: Id, traits: &Traits) -> Option<Value> {
        let member = Member {
            traits: traits.clone(),
            ..Member::new("default", target)
        };
        let lengths = [traits.length, self.model.shapes[target].traits.length];
        let may_be_empty = lengths
            .iter()
            .flatten()
            .all(|length| length.min.unwrap_or(0) == 0);
        match self.model.shapes[target].kind {
            Kind::List if may_be_empty => Some(Value::List(Vec::new())),
            Kind::Map if may_be_empty => Some(Value::Map(BTreeMap::new())),
            Kind::Structure | Kind::Union | Kind::Unit | Kind::List | Kind::Map => None,
            // The official validator counts the letters of base64.
            Kind::Simple(Simple::Blob) if lengths.iter().any(Option::is_some) => None,
            // Wherever it stands, a header can hold it. A document's default is one of these few.
            Kind::Simple(Simple::Document) => Some(match self.random.below(5) {
                0 => Value::Boolean(self.random.chance(50)),
                1 => Value::Text("a default".to_owned()),
                2 => Value::number("0.5"),
                3 => Value::List(Vec::new()),
                _ => Value::Map(BTreeMap::new()),
            }),
            // Whole seconds, because the form of an HTTP date has no others.
            Kind::Simple(Simple::Timestamp) => Some(Value::Timestamp(Instant {
                seconds: self.random.between(-1_000_000_000, 4_000_000_000),
                nanos: 0,
            })),
            // A default keeps the target's own constraints as well as those of the member that stand above them.
            _ => {
                let value = self.value(&member, Stand::Header, 0);
                let plain = Member::new("default", target);
                let broken = [member, plain]
                    .iter()
                    .any(|member| violations::breaks(self.model, member, &value));
                (!broken && is_fit_for_default(&value)).then_some(value)
            }
        }
    }
}

/// Whether a default is read as it is meant: the official validator counts units of UTF-16, and a model is read as JSON
/// whose numbers are doubles.
fn is_fit_for_default(value: &Value) -> bool {
    match value {
        Value::Text(text) => text.chars().all(|letter| letter <= '\u{ffff}'),
        Value::Number(text) => text.parse().is_ok_and(f64::is_finite),
        _ => true,
    }
}
