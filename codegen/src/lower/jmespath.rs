//! Expressions of JMESPath, as far as waiters have a use for them, with the types that the model gives them.
//!
//! What is not understood is an error with the words of the expression that it is about:
//! <https://jmespath.org/specification.html>.

mod typed;

use jmespath::ast::Ast;

pub(super) use self::typed::{Kind, Typed};
use self::typed::{compare, counted, is_text, literal};
use super::context::Context;
use super::field;
use crate::ast::{Shape, ShapeKind};
use crate::ir::{Expression, LengthOf};

/// What an expression is about.
#[derive(Clone, Copy)]
pub(super) enum Root<'m> {
    /// The output of an operation, if it has one.
    Output(Option<&'m Shape>),
    /// `input` and `output`.
    Both(Option<&'m Shape>, Option<&'m Shape>),
}

/// Reads an expression about an answer.
pub(super) fn read<'m>(
    text: &str,
    root: Root<'m>,
    context: &Context<'m>,
) -> Result<Typed<'m>, String> {
    let ast = jmespath::parse(text).map_err(|error| format!("`{text}` is no JMESPath: {error}"))?;
    let current = match root {
        Root::Output(output) => Typed::new(Expression::Output, Kind::One(output)),
        Root::Both(input, output) => Typed::new(Expression::Output, Kind::Both(input, output)),
    };
    Reader { context }
        .read(&ast, &current)
        .map_err(|problem| format!("in `{text}`, {problem}"))
}

struct Reader<'c, 'm> {
    context: &'c Context<'m>,
}

type Read<'m> = Result<Typed<'m>, String>;

impl<'m> Reader<'_, 'm> {
    fn read(&self, ast: &Ast, current: &Typed<'m>) -> Read<'m> {
        match ast {
            Ast::Identity { .. } => Ok(current.clone()),
            Ast::Field { name, .. } => self.member(name, current),
            Ast::Subexpr { lhs, rhs, .. } => self.read(rhs, &self.read(lhs, current)?),
            Ast::Index { idx, .. } => match current.kind {
                Kind::One(Some(list)) if list.traits.has("smithy.api#sparse") => Err(format!(
                    "an index is on `{}`, whose elements may be null",
                    list.id
                )),
                Kind::One(Some(list)) if list.kind == ShapeKind::List => {
                    let at = Expression::At(current.boxed(), *idx);
                    Ok(Typed::new(at, Kind::One(Some(self.element(list)?))))
                }
                _ => Err("an index is not on a list of the model".to_owned()),
            },
            Ast::Flatten { node, .. } => self.flatten(self.read(node, current)?),
            Ast::ObjectValues { node, .. } => {
                let of = self.read(node, current)?;
                match of.kind {
                    Kind::One(Some(map)) if map.kind == ShapeKind::Map => self.elements(of, map),
                    _ => Err("`*` is not on a map".to_owned()),
                }
            }
            Ast::Projection { lhs, rhs, .. } => {
                let several = self.several(self.read(lhs, current)?)?;
                self.project(several, rhs)
            }
            Ast::Function { name, args, .. } => self.function(name, args, current),
            Ast::Literal { value, .. } => literal(value),
            Ast::Comparison {
                comparator,
                lhs,
                rhs,
                ..
            } => {
                let sides = (self.scalar(lhs, current)?, self.scalar(rhs, current)?);
                compare(comparator, sides.0, sides.1)
            }
            Ast::Not { node, .. } => {
                let of = self.condition(node, current)?;
                Ok(Typed::new(Expression::Not(of), Kind::Boolean))
            }
            Ast::And { lhs, rhs, .. } => {
                let sides = (self.condition(lhs, current)?, self.condition(rhs, current)?);
                Ok(Typed::new(Expression::And(sides.0, sides.1), Kind::Boolean))
            }
            Ast::Or { lhs, rhs, .. } => {
                let sides = (self.condition(lhs, current)?, self.condition(rhs, current)?);
                Ok(Typed::new(Expression::Or(sides.0, sides.1), Kind::Boolean))
            }
            Ast::Condition { .. } => Err("a filter is not on a list".to_owned()),
            Ast::MultiList { .. } => Err("lists of expressions are not supported".to_owned()),
            Ast::MultiHash { .. } => Err("objects of expressions are not supported".to_owned()),
            Ast::Slice { .. } => Err("slices are not supported".to_owned()),
            Ast::Expref { .. } => Err("expressions as arguments are not supported".to_owned()),
        }
    }

    fn member(&self, name: &str, current: &Typed<'m>) -> Read<'m> {
        let shape = match (current.kind, name) {
            (Kind::Both(input, _), "input") => {
                return Ok(Typed::new(Expression::Input, Kind::One(input)));
            }
            (Kind::Both(_, output), "output") => {
                return Ok(Typed::new(Expression::Output, Kind::One(output)));
            }
            (Kind::One(Some(shape)), _) if shape.kind == ShapeKind::Structure => shape,
            _ => return Err(format!("`{name}` is not a member of a structure")),
        };
        let Some((index, _, member)) = shape.members.get_full(name) else {
            return Err(format!("`{}` has no member `{name}`", shape.id));
        };
        let field = field::all(shape, self.context).swap_remove(index);
        let expression = Expression::Member {
            of: current.boxed(),
            field: field.name,
            is_optional: field.presence.is_optional(),
        };
        Ok(Typed::new(
            expression,
            Kind::One(Some(self.context.target(member))),
        ))
    }

    /// The element of a list or the value of a map.
    fn element(&self, collection: &'m Shape) -> Result<&'m Shape, String> {
        let name = if collection.kind == ShapeKind::Map {
            "value"
        } else {
            "member"
        };
        let member = collection.members.get(name);
        member
            .map(|member| self.context.target(member))
            .ok_or_else(|| format!("`{}` has no elements", collection.id))
    }

    fn elements(&self, of: Typed<'m>, collection: &'m Shape) -> Read<'m> {
        let elements = Expression::Elements {
            of: of.boxed(),
            is_map: collection.kind == ShapeKind::Map,
            is_sparse: collection.traits.has("smithy.api#sparse"),
        };
        Ok(Typed::new(elements, Kind::Many(self.element(collection)?)))
    }

    fn several(&self, of: Typed<'m>) -> Read<'m> {
        match of.kind {
            Kind::Many(_) => Ok(of),
            Kind::One(Some(list)) if list.kind == ShapeKind::List => self.elements(of, list),
            _ => Err("a projection is not on a list".to_owned()),
        }
    }

    /// Elements that are lists are put in a row, of one level.
    fn flatten(&self, of: Typed<'m>) -> Read<'m> {
        let several = self.several(of)?;
        match several.kind {
            Kind::Many(list) if list.kind == ShapeKind::List => {
                let each =
                    self.elements(Typed::new(Expression::Element, Kind::One(Some(list))), list)?;
                let row = Expression::Each(several.boxed(), each.boxed());
                Ok(Typed::new(row, each.kind))
            }
            _ => Ok(several),
        }
    }

    fn project(&self, several: Typed<'m>, each: &Ast) -> Read<'m> {
        let Kind::Many(shape) = several.kind else {
            return Err("a projection is not on a list".to_owned());
        };
        let element = Typed::new(Expression::Element, Kind::One(Some(shape)));
        match each {
            Ast::Identity { .. } => Ok(several),
            Ast::Condition {
                predicate, then, ..
            } => {
                let keep = self.condition(predicate, &element)?;
                let kept = Expression::Filter(several.boxed(), keep);
                self.project(Typed::new(kept, several.kind), then)
            }
            _ => {
                let each = self.read(each, &element)?;
                match each.kind {
                    Kind::One(Some(shape)) => {
                        let all = Expression::Each(several.boxed(), each.boxed());
                        Ok(Typed::new(all, Kind::Many(shape)))
                    }
                    Kind::Many(_) => {
                        Err("a projection makes lists of lists; flatten them with `[]`".to_owned())
                    }
                    _ => Err("a projection makes what is not of the model".to_owned()),
                }
            }
        }
    }

    fn function(&self, name: &str, arguments: &[Ast], current: &Typed<'m>) -> Read<'m> {
        let all: Result<Vec<_>, _> = arguments
            .iter()
            .map(|argument| self.read(argument, current))
            .collect();
        match (name, all?.as_slice()) {
            ("length", [of]) => {
                let what = match of.kind {
                    Kind::Many(_) => Some(counted(of)),
                    Kind::One(Some(shape))
                        if matches!(shape.kind, ShapeKind::List | ShapeKind::Map) =>
                    {
                        Some((of.boxed(), LengthOf::Collection))
                    }
                    _ => of.clone().text().map(|text| (text.boxed(), LengthOf::Text)),
                };
                let (of, what) = what.ok_or("`length` is not of a list, map or string")?;
                Ok(Typed::new(Expression::Length(of, what), Kind::Number))
            }
            ("contains", [of, what]) => {
                let what = what.clone().text().map(|text| text.boxed());
                let what = what.ok_or("`contains` does not look for a string")?;
                let contains = match of.clone().text() {
                    Some(text) => Expression::ContainsText(text.boxed(), what),
                    None => Expression::Contains(self.texts(of.clone())?, what),
                };
                Ok(Typed::new(contains, Kind::Boolean))
            }
            ("keys", [of]) => match of.kind {
                Kind::One(Some(map)) if map.kind == ShapeKind::Map => {
                    let key = map.members.get("key");
                    let key = key.ok_or("`keys` is not of a map")?;
                    let kind = Kind::Many(self.context.target(key));
                    Ok(Typed::new(Expression::Keys(of.boxed()), kind))
                }
                _ => Err("`keys` is not of a map".to_owned()),
            },
            ("values", [of]) => match of.kind {
                Kind::One(Some(map)) if map.kind == ShapeKind::Map => {
                    self.elements(of.clone(), map)
                }
                _ => Err("`values` is not of a map".to_owned()),
            },
            _ => Err(format!("the function `{name}` is not supported")),
        }
    }

    /// Several texts, as `anyStringEquals` looks at them.
    pub(super) fn texts(&self, of: Typed<'m>) -> Result<Box<Expression>, String> {
        let several = self.several(of)?;
        match several.kind {
            Kind::Many(shape) if is_text(shape) => Ok(several.boxed()),
            _ => Err("the elements are not strings".to_owned()),
        }
    }

    fn scalar(&self, ast: &Ast, current: &Typed<'m>) -> Read<'m> {
        let read = self.read(ast, current)?;
        let scalar = read.clone().text();
        let scalar = scalar.or_else(|| read.clone().number());
        scalar
            .or_else(|| read.boolean())
            .ok_or_else(|| "what is compared is not a string, integer or boolean".to_owned())
    }

    fn condition(&self, ast: &Ast, current: &Typed<'m>) -> Result<Box<Expression>, String> {
        let condition = self.read(ast, current)?.boolean();
        condition
            .map(|condition| condition.boxed())
            .ok_or_else(|| "a condition is not a boolean".to_owned())
    }
}

/// Several texts of an expression that was read.
pub(super) fn texts<'m>(of: Typed<'m>, context: &Context<'m>) -> Result<Box<Expression>, String> {
    Reader { context }.texts(of)
}
