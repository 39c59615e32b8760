//! Unions.

use super::context::Context;
use super::value::{self, Usage};
use super::{documentation, field};
use crate::ast::Shape;
use crate::ir::{Debug, Union, UnionVariant};

/// A union.
pub(super) fn lower(shape: &Shape, context: &Context<'_>) -> Union {
    let names = context.names().variants(shape, context);
    let variants = shape
        .members
        .iter()
        .zip(names)
        .map(|((member_name, member), name)| {
            let target = context.target(member);
            let is_unit = target.id.as_str() == "smithy.api#Unit";
            UnionVariant {
                name,
                member: member_name.clone(),
                json_name: field::json_name(member_name, member),
                docs: documentation::lower(&member.traits),
                value: (!is_unit).then(|| {
                    value::of_member(
                        shape,
                        member_name,
                        member,
                        Usage::nested(shape, context),
                        context,
                    )
                }),
                sensitive: field::is_sensitive(member, context),
            }
        });
    let variants: Vec<UnionVariant> = variants.collect();
    Union {
        name: context.type_name(&shape.id),
        module: context.names().module(&shape.id),
        docs: documentation::lower(&shape.traits),
        debug: if shape.traits.has("smithy.api#sensitive") {
            Debug::Opaque
        } else if variants.iter().any(|variant| variant.sensitive) {
            Debug::Redacting
        } else {
            Debug::Derived
        },
        variants,
        receivable: context.received.contains(&shape.id),
    }
}
