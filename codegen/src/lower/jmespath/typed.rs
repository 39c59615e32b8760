//! Expressions with their types: what each is good for, and what may be compared with what.

use jmespath::Variable;
use jmespath::ast::Comparator as Operator;

use super::Read;
use crate::ast::{Shape, ShapeKind};
use crate::ir::{Comparator, Expression, LengthOf, NumberForm, TextForm};

/// An expression and what it is.
pub(in crate::lower) struct Typed<'m> {
    pub(in crate::lower) expression: Expression,
    pub(in crate::lower) kind: Kind<'m>,
}

/// What an expression is.
#[derive(Clone, Copy)]
pub(in crate::lower) enum Kind<'m> {
    /// What a waiter looks at with `inputOutput`.
    Both(Option<&'m Shape>, Option<&'m Shape>),
    /// A value of a shape; `None` is an output without a structure.
    One(Option<&'m Shape>),
    /// Several values of a shape.
    Many(&'m Shape),
    /// A text.
    Text,
    /// A number.
    Number,
    /// A boolean.
    Boolean,
}

/// All elements of a collection are as many as the collection is long.
pub(super) fn counted(of: &Typed<'_>) -> (Box<Expression>, LengthOf) {
    match &of.expression {
        Expression::Elements {
            of,
            is_sparse: false,
            ..
        }
        | Expression::Keys(of) => (of.clone(), LengthOf::Collection),
        _ => (of.boxed(), LengthOf::Several),
    }
}

pub(super) fn literal<'m>(value: &Variable) -> Read<'m> {
    let (expression, kind) = match value {
        Variable::String(text) => (Expression::TextLiteral(text.clone()), Kind::Text),
        Variable::Bool(value) => (Expression::BooleanLiteral(*value), Kind::Boolean),
        Variable::Number(number) => match number.as_i64() {
            Some(integer) => (Expression::IntegerLiteral(integer), Kind::Number),
            None => return Err(format!("the number {number} is not an integer")),
        },
        _ => return Err("a literal is not a string, integer or boolean".to_owned()),
    };
    Ok(Typed::new(expression, kind))
}

pub(super) fn compare<'m>(operator: &Operator, left: Typed<'m>, right: Typed<'m>) -> Read<'m> {
    let comparator = match operator {
        Operator::Equal => Comparator::Equal,
        Operator::NotEqual => Comparator::NotEqual,
        Operator::LessThan => Comparator::Less,
        Operator::LessThanEqual => Comparator::LessOrEqual,
        Operator::GreaterThan => Comparator::Greater,
        Operator::GreaterThanEqual => Comparator::GreaterOrEqual,
    };
    let is_for_equality = matches!(comparator, Comparator::Equal | Comparator::NotEqual);
    match (left.kind, right.kind) {
        (Kind::Number, Kind::Number) => {}
        (Kind::Text, Kind::Text) | (Kind::Boolean, Kind::Boolean) if is_for_equality => {}
        (Kind::Text, Kind::Text) | (Kind::Boolean, Kind::Boolean) => {
            return Err("only numbers have an order".to_owned());
        }
        _ => return Err("what is compared is of two types".to_owned()),
    }
    let compare = Expression::Compare(left.boxed(), comparator, right.boxed());
    Ok(Typed::new(compare, Kind::Boolean))
}

pub(super) fn is_text(shape: &Shape) -> bool {
    matches!(shape.kind, ShapeKind::String | ShapeKind::Enum)
}

impl<'m> Typed<'m> {
    pub(super) fn new(expression: Expression, kind: Kind<'m>) -> Self {
        Self { expression, kind }
    }

    pub(super) fn boxed(&self) -> Box<Expression> {
        Box::new(self.expression.clone())
    }

    /// The same as a text, if it is one.
    pub(in crate::lower) fn text(self) -> Option<Self> {
        match self.kind {
            Kind::Text => Some(self),
            Kind::One(Some(shape)) if is_text(shape) => {
                let form = if shape.kind == ShapeKind::Enum {
                    TextForm::Enum
                } else {
                    TextForm::String
                };
                Some(Self::new(Expression::Text(self.boxed(), form), Kind::Text))
            }
            _ => None,
        }
    }

    /// The same as a boolean, if it is one.
    pub(in crate::lower) fn boolean(self) -> Option<Self> {
        match self.kind {
            Kind::Boolean => Some(self),
            Kind::One(Some(shape)) if shape.kind == ShapeKind::Boolean => {
                Some(Self::new(Expression::Boolean(self.boxed()), Kind::Boolean))
            }
            _ => None,
        }
    }

    pub(super) fn number(self) -> Option<Self> {
        let form = match self.kind {
            Kind::Number => return Some(self),
            Kind::One(Some(shape)) => match shape.kind {
                ShapeKind::Byte | ShapeKind::Short | ShapeKind::Integer => NumberForm::Small,
                ShapeKind::Long => NumberForm::Long,
                ShapeKind::IntEnum => NumberForm::IntEnum,
                _ => return None,
            },
            _ => return None,
        };
        Some(Self::new(
            Expression::Number(self.boxed(), form),
            Kind::Number,
        ))
    }
}

impl Clone for Typed<'_> {
    fn clone(&self) -> Self {
        Self::new(self.expression.clone(), self.kind)
    }
}
