//! The names of the constants that hold constraints.

use std::collections::BTreeMap;

use super::constraint;
use crate::ast::{Closure, Model, ShapeId};
use crate::names;
use crate::settings::ServiceSettings;

/// The constants of all constrained shapes and members of a service.
pub(super) struct Constants {
    /// By the id of the shape or member.
    names: BTreeMap<String, String>,
}

/// What asks for a constant.
#[derive(Clone, Copy)]
enum Holder<'m> {
    Shape(&'m ShapeId),
    /// A shape that the settings give a name.
    Renamed(&'m ShapeId, &'m str),
    Member(&'m ShapeId, &'m str),
}

impl Constants {
    /// Names the constants. Shapes and members of one name and the same constraints share a constant; where the
    /// constraints differ, each gets a name of its own.
    pub(super) fn new(model: &Model, closure: &Closure, settings: &ServiceSettings) -> Self {
        let mut wanted: BTreeMap<(String, String), Vec<Holder<'_>>> = BTreeMap::new();
        for shape in closure
            .shapes
            .iter()
            .filter_map(|id| model.shape(id.as_str()))
        {
            let id = &shape.id;
            let renamed = settings.rename.get(id.as_str());
            let holder = renamed.map_or(Holder::Shape(id), |new| Holder::Renamed(id, &new.value));
            let of_shape = constraint::text(&[&shape.traits]).map(|text| (holder, text));
            let of_members = shape.members.iter().filter_map(|(name, member)| {
                constraint::text(&[&member.traits])?;
                let target = model.shape(member.target.as_str())?;
                let text = constraint::text(&[&member.traits, &target.traits])?;
                Some((Holder::Member(id, name), text))
            });
            for (holder, text) in of_shape.into_iter().chain(of_members) {
                let first = holder.name(0).unwrap_or_default();
                wanted.entry((first, text)).or_default().push(holder);
            }
        }
        let wanted: Vec<Vec<Holder<'_>>> = wanted.into_values().collect();
        let chosen = names::settle(
            wanted.len(),
            |index, choice| wanted[index].first()?.name(choice),
            |index, _| wanted[index].iter().any(Holder::is_renamed),
            |name| name.into(),
        );
        let named = wanted.iter().zip(chosen).flat_map(|(holders, name)| {
            let ids = holders.iter().map(Holder::id);
            ids.map(move |id| (id, name.clone()))
        });
        Self {
            names: named.collect(),
        }
    }

    /// The constant of a shape's constraints.
    pub(super) fn of_shape(&self, id: &ShapeId) -> String {
        self.find(&Holder::Shape(id))
    }

    /// The constant of a member's own constraints.
    pub(super) fn of_member(&self, holder: &ShapeId, member: &str) -> String {
        self.find(&Holder::Member(holder, member))
    }

    fn find(&self, holder: &Holder<'_>) -> String {
        let found = self.names.get(&holder.id()).cloned();
        found.or_else(|| holder.name(0)).unwrap_or_default()
    }
}

impl Holder<'_> {
    fn id(&self) -> String {
        match self {
            Self::Shape(id) | Self::Renamed(id, _) => id.to_string(),
            Self::Member(id, member) => id.member(member),
        }
    }

    fn is_renamed(&self) -> bool {
        matches!(self, Self::Renamed(..))
    }

    /// The names that the constant may have, the plain one first.
    fn name(&self, choice: usize) -> Option<String> {
        let name = match (self, choice) {
            (Self::Renamed(_, new), 0) => names::const_name(new),
            (Self::Renamed(..), _) => return None,
            (Self::Shape(id), 0) => names::const_name(id.name()),
            (Self::Shape(id), 1) => names::const_name(&names::capitals_apart(id.name())),
            (Self::Member(holder, member), 0) => format!(
                "{}_OF_{}",
                names::const_name(member),
                names::const_name(holder.name())
            ),
            (Self::Member(holder, member), 1) => format!(
                "{}_MEMBER_OF_{}",
                names::const_name(member),
                names::const_name(holder.name())
            ),
            (_, 2) => names::const_name(&self.id()),
            (_, 3) => names::const_name(&names::capitals_apart(&self.id())),
            _ => return None,
        };
        Some(name)
    }
}
