//! Structures that hold themselves.

use super::model::{Id, Kind, Member, Shape, Simple};
use super::shapes::{Maker, NESTED};

/// The name of the member by which a structure holds itself.
pub(super) const RECURSION: &str = "recursion";

impl Maker<'_> {
    /// Lets some structure hold itself, once: directly, or over a list, a map or a union.
    pub(super) fn recur(&mut self) {
        let structures: Vec<Id> = (0..self.model.shapes.len())
            .filter(|id| self.model.shapes[*id].name.starts_with(NESTED))
            .collect();
        if structures.is_empty() {
            return;
        }
        let holder = self.random.pick(&structures);
        if self.model.shapes[holder]
            .members
            .iter()
            .any(|member| member.name == RECURSION)
        {
            return;
        }
        let target = match self.random.below(4) {
            0 => holder,
            1 => {
                let list =
                    Shape::new("Children", Kind::List).with(vec![Member::new("member", holder)]);
                self.model.add(list)
            }
            2 => {
                let key = self.simple(Simple::String);
                let members = vec![Member::new("key", key), Member::new("value", holder)];
                self.model
                    .add(Shape::new("ChildrenByName", Kind::Map).with(members))
            }
            _ => {
                // A type that may stand wherever a list asks for elements that can be told apart.
                let leaf = self.simple(Simple::Integer);
                let members = vec![Member::new("leaf", leaf), Member::new("node", holder)];
                self.model
                    .add(Shape::new("Tree", Kind::Union).with(members))
            }
        };
        self.model.shapes[holder]
            .members
            .push(Member::new(RECURSION, target));
    }
}
