//! What operations put before the host, at random: `@endpoint` and `@hostLabel`.

use super::bindings::bound;
use super::model::{Binding, Member, Model, Simple};
use super::shapes::Maker;

impl Maker<'_> {
    /// A label of the host that is a label of the path too.
    pub(super) fn host_label_in_path(&mut self, uri: &mut String, members: &mut Vec<Member>) {
        uri.push_str("/{shard}");
        let member = self.label_of_host("shard", Binding::Label);
        members.push(member);
    }

    /// A label of the host that stands somewhere else too: in a header, in the query or in the body.
    pub(super) fn host_label(&mut self, members: &mut Vec<Member>, has_body: bool) {
        let is_payload = |member: &Member| member.binding == Binding::Payload;
        let binding = match self.random.below(3) {
            0 => Binding::Header("X-Region".to_owned()),
            1 if has_body && !members.iter().any(is_payload) => Binding::Body,
            _ => Binding::Query("region".to_owned()),
        };
        let member = self.label_of_host("region", binding);
        members.push(member);
    }

    fn label_of_host(&mut self, name: &str, binding: Binding) -> Member {
        let mut member = bound(name, Model::prelude(Simple::String), binding);
        (member.traits.host_label, member.traits.required) = (true, true);
        if self.random.chance(30) {
            member.traits.length = Some(self.length(6));
        }
        member
    }

    /// What stands before the host, with each label of these members in it.
    pub(super) fn host_prefix(&mut self, members: &[Member]) -> String {
        let labels: Vec<String> = members
            .iter()
            .filter(|member| member.traits.host_label)
            .map(|member| format!("{{{}}}", member.name))
            .collect();
        let literal = self.random.pick(&["data.", "data-1.", "a.b-c."]);
        match labels.as_slice() {
            [] => literal.to_owned(),
            [one] => match self.random.below(3) {
                0 => format!("{one}."),
                1 => format!("{literal}{one}-x."),
                _ => format!("x-{one}.{literal}"),
            },
            labels => match self.random.below(2) {
                0 => format!("{}.", labels.join(".")),
                _ => format!("{literal}{}.", labels.join("-")),
            },
        }
    }
}
