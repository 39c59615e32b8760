//! String and integer enums.

use super::context::Context;
use super::documentation;
use crate::ast::Shape;
use crate::ir::{Debug, EnumShape, EnumVariant, IntEnumShape, IntEnumVariant};

/// A string enum.
pub(super) fn string(shape: &Shape, context: &Context<'_>) -> EnumShape {
    let names = context.names().variants(shape, context);
    let variants = shape
        .members
        .iter()
        .zip(names)
        .map(|((member_name, member), name)| {
            let value = member
                .traits
                .get("smithy.api#enumValue")
                .and_then(|found| found.value.as_str());
            EnumVariant {
                name,
                value: value.unwrap_or(member_name).to_owned(),
                docs: documentation::lower(&member.traits),
                internal: member.traits.has("smithy.api#internal"),
            }
        });
    EnumShape {
        name: context.type_name(&shape.id),
        module: context.names().module(&shape.id),
        docs: documentation::lower(&shape.traits),
        variants: variants.collect(),
        is_key: context.keys.contains(&shape.id),
        debug: debug(shape),
    }
}

/// An integer enum.
pub(super) fn integer(shape: &Shape, context: &Context<'_>) -> IntEnumShape {
    let names = context.names().variants(shape, context);
    let mut variants = Vec::new();
    for ((member_name, member), name) in shape.members.iter().zip(names) {
        let value = member
            .traits
            .get("smithy.api#enumValue")
            .and_then(|found| found.value.as_i64());
        let Some(value) = value.and_then(|value| i32::try_from(value).ok()) else {
            let message = format!(
                "`{}` has no value that fits 32 bits",
                shape.id.member(member_name)
            );
            context.error(
                member.span,
                message,
                "give it one with `smithy.api#enumValue`",
            );
            continue;
        };
        variants.push(IntEnumVariant {
            name,
            value,
            docs: documentation::lower(&member.traits),
            internal: member.traits.has("smithy.api#internal"),
        });
    }
    IntEnumShape {
        name: context.type_name(&shape.id),
        module: context.names().module(&shape.id),
        docs: documentation::lower(&shape.traits),
        variants,
        debug: debug(shape),
    }
}

fn debug(shape: &Shape) -> Debug {
    if shape.traits.has("smithy.api#sensitive") {
        Debug::Opaque
    } else {
        Debug::Derived
    }
}
