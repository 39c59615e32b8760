//! Conditions of waiters as Rust: what an expression has to be for an answer to match.

use proc_macro2::TokenStream;
use quote::quote;

use super::expression::{Code, Form, Printer};
use crate::ir::{Comparator, Expression};

impl Printer<'_, '_> {
    /// Whether an expression is true, or is not.
    pub(crate) fn condition(&self, expression: &Expression, is_true: bool) -> TokenStream {
        match expression {
            Expression::Not(of) => self.condition(of, !is_true),
            Expression::And(left, right) | Expression::Or(left, right) => {
                let side = |side: &Expression, is_true| {
                    let code = self.condition(side, is_true);
                    if is_compound(side) {
                        quote!((#code))
                    } else {
                        code
                    }
                };
                let (first, second) = (side(left, is_true), side(right, is_true));
                // Not both are true where one is not, and the other way round.
                if matches!(expression, Expression::And(..)) == is_true {
                    quote!(#first && #second)
                } else if self.can_fail(left) {
                    let otherwise = side(left, !is_true);
                    quote!(#first || (#otherwise && #second))
                } else {
                    quote!(#first || #second)
                }
            }
            Expression::Compare(left, Comparator::Equal, right) => {
                self.equality(left, right, is_true)
            }
            Expression::Compare(left, Comparator::NotEqual, right) => {
                self.equality(left, right, !is_true)
            }
            Expression::Compare(left, comparator, right) => {
                match self.order(left, *comparator, right) {
                    (code, Form::NullableValue) => self.is(&code, is_true, expression),
                    (code, _) if is_true => code,
                    _ => self.order(left, opposite(*comparator), right).0,
                }
            }
            _ => match self.code(expression) {
                (code, Form::NullableValue) => self.is(&code, is_true, expression),
                (code, _) if is_true => code,
                (code, _) => quote!(!#code),
            },
        }
    }

    /// Whether an optional boolean is there and true, or not so. What has failed is neither.
    fn is(&self, code: &TokenStream, is_true: bool, expression: &Expression) -> TokenStream {
        let some = self.scope.some();
        if is_true || self.can_fail(expression) {
            quote!(#code == #some(#is_true))
        } else {
            quote!(#code != #some(true))
        }
    }

    /// Whether an expression calls a function with what may be null, which is an error in JMESPath, so that neither the
    /// expression nor its opposite holds.
    fn can_fail(&self, expression: &Expression) -> bool {
        match expression {
            Expression::Length(..) | Expression::Contains(..) | Expression::ContainsText(..) => {
                self.code(expression).1 == Form::NullableValue
            }
            Expression::Not(of) => self.can_fail(of),
            Expression::Compare(left, _, right)
            | Expression::And(left, right)
            | Expression::Or(left, right) => self.can_fail(left) || self.can_fail(right),
            _ => false,
        }
    }

    fn equality(&self, left: &Expression, right: &Expression, is_true: bool) -> TokenStream {
        let (left, right) = match left {
            // A literal stands last.
            Expression::BooleanLiteral(_) | Expression::TextLiteral(_) => (right, left),
            _ => (left, right),
        };
        if let Expression::BooleanLiteral(value) = right
            && self.can_fail(left)
        {
            return self.condition(left, *value == is_true);
        }
        if self.can_fail(left) || self.can_fail(right) {
            let (some, (code, _)) = (
                self.scope.some(),
                self.order(left, Comparator::Equal, right),
            );
            return quote!(#code == #some(#is_true));
        }
        let (code, form) = self.code(left);
        if let (Expression::BooleanLiteral(value), Form::Value) = (right, form) {
            return self.condition(left, *value == is_true);
        }
        let (other, other_form) = self.code(right);
        let some = self.scope.some();
        let (code, other) = match (form, other_form) {
            (Form::Value, Form::NullableValue) => (quote!(#some(#code)), other),
            (Form::NullableValue, Form::Value) => (code, quote!(#some(#other))),
            _ => (code, other),
        };
        if is_true {
            quote!(#code == #other)
        } else {
            quote!(#code != #other)
        }
    }

    pub(super) fn order(
        &self,
        left: &Expression,
        comparator: Comparator,
        right: &Expression,
    ) -> Code {
        let ((left, left_form), (right, right_form)) = (self.code(left), self.code(right));
        let sign = sign(comparator);
        match (left_form, right_form) {
            (Form::Value, Form::Value) => (quote!(#left #sign #right), Form::Value),
            (_, Form::Value) => (
                quote!(#left.map(|left| left #sign #right)),
                Form::NullableValue,
            ),
            (Form::Value, _) => (
                quote!(#right.map(|right| #left #sign right)),
                Form::NullableValue,
            ),
            _ => (
                quote!(#left.zip(#right).map(|(left, right)| left #sign right)),
                Form::NullableValue,
            ),
        }
    }
}

/// Whether a condition is printed as one of several parts, which need parentheses within another.
fn is_compound(condition: &Expression) -> bool {
    match condition {
        Expression::And(..) | Expression::Or(..) => true,
        Expression::Not(of) => is_compound(of),
        Expression::Compare(left, _, right) => is_compound(left) || is_compound(right),
        _ => false,
    }
}

fn sign(comparator: Comparator) -> TokenStream {
    match comparator {
        Comparator::Equal => quote!(==),
        Comparator::NotEqual => quote!(!=),
        Comparator::Less => quote!(<),
        Comparator::LessOrEqual => quote!(<=),
        Comparator::Greater => quote!(>),
        Comparator::GreaterOrEqual => quote!(>=),
    }
}

fn opposite(comparator: Comparator) -> Comparator {
    match comparator {
        Comparator::Equal => Comparator::NotEqual,
        Comparator::NotEqual => Comparator::Equal,
        Comparator::Less => Comparator::GreaterOrEqual,
        Comparator::LessOrEqual => Comparator::Greater,
        Comparator::Greater => Comparator::LessOrEqual,
        Comparator::GreaterOrEqual => Comparator::Less,
    }
}
