//! Expressions of waiters as Rust: chains of options and iterators over the fields of an output.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::scope::{Scope, ident};
use crate::ir::{Comparator, Expression, LengthOf, NumberForm, TextForm};

/// How a piece of code holds what it is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `T`, as a field that can be borrowed.
    Place,
    /// `&T`.
    Reference,
    /// `Option<&T>`.
    Nullable,
    /// An iterator of `&T`.
    Several,
    /// An option of an iterator of `&T`.
    NullableSeveral,
    /// `&str`, `i64` or `bool`.
    Value,
    /// An option of such.
    NullableValue,
}

/// Code and its form.
type Code = (TokenStream, Form);

/// Prints expressions of one file.
pub(crate) struct Printer<'s, 'a> {
    pub(crate) scope: &'s Scope<'a>,
}

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

    fn order(&self, left: &Expression, comparator: Comparator, right: &Expression) -> Code {
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

    fn code(&self, expression: &Expression) -> Code {
        match expression {
            Expression::Input => (quote!(input), Form::Reference),
            Expression::Output => (quote!(output), Form::Reference),
            Expression::Element => (quote!(it), Form::Reference),
            Expression::Member {
                of,
                field,
                is_optional,
            } => self.member(of, field, *is_optional, &quote!(.as_ref())),
            Expression::At(of, index) => self.at(of, *index),
            Expression::Elements {
                of,
                is_map,
                is_sparse,
            } => {
                let elements = if *is_map {
                    quote!(.values())
                } else {
                    quote!(.iter())
                };
                let flatten = is_sparse.then(|| quote!(.flatten()));
                self.elements(of, &quote!(#elements #flatten))
            }
            Expression::Keys(of) => self.elements(of, &quote!(.keys())),
            Expression::Each(of, each) => {
                let (code, form) = self.code(each);
                let step = match form {
                    Form::Nullable => quote!(.filter_map(|it| #code)),
                    Form::Several => quote!(.flat_map(|it| #code)),
                    Form::NullableSeveral => quote!(.filter_map(|it| #code).flatten()),
                    Form::Reference => TokenStream::new(),
                    _ => quote!(.map(|it| &#code)),
                };
                self.step(of, &step)
            }
            Expression::Filter(of, keep) => {
                let keep = self.condition(keep, true);
                self.step(of, &quote!(.filter(|&it| #keep)))
            }
            Expression::Text(of, form) => match &**of {
                Expression::Member {
                    of,
                    field,
                    is_optional: true,
                } => {
                    let access = match form {
                        TextForm::String => quote!(.as_deref()),
                        TextForm::Enum => quote!(.as_ref().map(|it| it.as_str())),
                    };
                    let (code, _) = self.member(of, field, true, &access);
                    (code, Form::NullableValue)
                }
                _ => self.scalar(of, |it| quote!(#it.as_str())),
            },
            Expression::Number(of, form) => match (&**of, form) {
                (
                    Expression::Member {
                        of,
                        field,
                        is_optional: true,
                    },
                    NumberForm::Small | NumberForm::Long,
                ) => {
                    let (code, _) = self.member(of, field, true, &TokenStream::new());
                    let widen = (*form == NumberForm::Small).then(|| quote!(.map(i64::from)));
                    (quote!(#code #widen), Form::NullableValue)
                }
                (_, NumberForm::Small) => self.copied(of, |it| quote!(i64::from(#it))),
                (_, NumberForm::Long) => self.copied(of, |it| it),
                (_, NumberForm::IntEnum) => self.scalar(of, |it| quote!(i64::from(#it.as_i32()))),
            },
            Expression::Boolean(of) => match &**of {
                Expression::Member {
                    of,
                    field,
                    is_optional: true,
                } => {
                    let (code, _) = self.member(of, field, true, &TokenStream::new());
                    (code, Form::NullableValue)
                }
                _ => self.copied(of, |it| it),
            },
            Expression::TextLiteral(text) => (quote!(#text), Form::Value),
            Expression::IntegerLiteral(number) => {
                let number = Literal::i64_unsuffixed(*number);
                (quote!(#number), Form::Value)
            }
            Expression::BooleanLiteral(value) => (quote!(#value), Form::Value),
            Expression::Length(of, what) => self.length(of, *what),
            Expression::Contains(of, what) => {
                let what = match self.code(what) {
                    (what, Form::Value) => quote!(it.as_str() == #what),
                    (what, _) => {
                        let some = self.scope.some();
                        quote!(#some(it.as_str()) == #what)
                    }
                };
                match self.code(of) {
                    (of, Form::NullableSeveral) => (
                        quote!(#of.map(|mut several| several.any(|it| #what))),
                        Form::NullableValue,
                    ),
                    (of, _) => (quote!(#of.any(|it| #what)), Form::Value),
                }
            }
            Expression::ContainsText(of, what) => match (self.code(of), self.code(what)) {
                ((of, Form::Value), (what, Form::Value)) => {
                    (quote!(#of.contains(#what)), Form::Value)
                }
                ((of, _), (what, Form::Value)) => (
                    quote!(#of.map(|text| text.contains(#what))),
                    Form::NullableValue,
                ),
                ((of, Form::Value), (what, _)) => (
                    quote!(#what.map(|what| #of.contains(what))),
                    Form::NullableValue,
                ),
                ((of, _), (what, _)) => (
                    quote!(#of.zip(#what).map(|(text, what)| text.contains(what))),
                    Form::NullableValue,
                ),
            },
            Expression::AnyIs(of, text) => {
                let code = match self.code(of) {
                    (of, Form::NullableSeveral) => quote! {
                        #of.is_some_and(|mut several| several.any(|it| it.as_str() == #text))
                    },
                    (of, _) => quote!(#of.any(|it| it.as_str() == #text)),
                };
                (code, Form::Value)
            }
            Expression::AllAre(of, text) => {
                let all = |several: TokenStream| {
                    quote! {{
                        let mut several = #several.peekable();
                        several.peek().is_some() && several.all(|it| it.as_str() == #text)
                    }}
                };
                let code = match self.code(of) {
                    (several, Form::Several) => all(several),
                    (several, _) => {
                        let all = all(quote!(several));
                        quote!(#several.is_some_and(|several| #all))
                    }
                };
                (code, Form::Value)
            }
            Expression::Compare(left, comparator, right)
                if !matches!(comparator, Comparator::Equal | Comparator::NotEqual) =>
            {
                self.order(left, *comparator, right)
            }
            Expression::Compare(..)
            | Expression::Not(_)
            | Expression::And(..)
            | Expression::Or(..) => {
                let condition = self.condition(expression, true);
                (quote!((#condition)), Form::Value)
            }
        }
    }

    /// A member, of which `access` makes an option where the field is one.
    fn member(
        &self,
        of: &Expression,
        field: &str,
        is_optional: bool,
        access: &TokenStream,
    ) -> Code {
        let field = ident(field);
        match (self.code(of), is_optional) {
            ((of, Form::Nullable), true) => {
                (quote!(#of.and_then(|it| it.#field #access)), Form::Nullable)
            }
            ((of, Form::Nullable), false) => (quote!(#of.map(|it| &it.#field)), Form::Nullable),
            ((of, _), true) => (quote!(#of.#field #access), Form::Nullable),
            ((of, _), false) => (quote!(#of.#field), Form::Place),
        }
    }

    fn at(&self, of: &Expression, index: i32) -> Code {
        let element = |list: TokenStream| match index {
            0 => quote!(#list.first()),
            -1 => quote!(#list.last()),
            1.. => {
                let index = Literal::u32_unsuffixed(index.unsigned_abs());
                quote!(#list.get(#index))
            }
            _ => {
                let back = Literal::u32_unsuffixed(index.unsigned_abs() - 1);
                quote!(#list.iter().nth_back(#back))
            }
        };
        let code = match self.code(of) {
            (of, Form::Nullable) => {
                let element = element(quote!(it));
                quote!(#of.and_then(|it| #element))
            }
            (of, _) => element(of),
        };
        (code, Form::Nullable)
    }

    fn elements(&self, of: &Expression, elements: &TokenStream) -> Code {
        match self.code(of) {
            (of, Form::Nullable) => (quote!(#of.map(|it| it #elements)), Form::NullableSeveral),
            (of, _) => (quote!(#of #elements), Form::Several),
        }
    }

    /// One more step of an iterator.
    fn step(&self, of: &Expression, step: &TokenStream) -> Code {
        match self.code(of) {
            (of, form @ Form::NullableSeveral) if !step.is_empty() => {
                (quote!(#of.map(|several| several #step)), form)
            }
            (of, form) => (quote!(#of #step), form),
        }
    }

    fn length(&self, of: &Expression, what: LengthOf) -> Code {
        let count = |of: TokenStream| match what {
            LengthOf::Collection => quote!(#of.len() as i64),
            LengthOf::Several => quote!(#of.count() as i64),
            LengthOf::Text => quote!(#of.chars().count() as i64),
        };
        match self.code(of) {
            (of, Form::Nullable | Form::NullableSeveral | Form::NullableValue) => {
                let count = count(quote!(it));
                (quote!(#of.map(|it| #count)), Form::NullableValue)
            }
            (of, _) => {
                let count = count(of);
                (quote!((#count)), Form::Value)
            }
        }
    }

    /// A value that `of` makes of a borrowed one.
    fn scalar(&self, of: &Expression, make: impl Fn(TokenStream) -> TokenStream) -> Code {
        match self.code(of) {
            (of, Form::Nullable) => {
                let value = make(quote!(it));
                (quote!(#of.map(|it| #value)), Form::NullableValue)
            }
            (of, _) => (make(of), Form::Value),
        }
    }

    /// A value that `of` makes of a copied one.
    fn copied(&self, of: &Expression, make: impl Fn(TokenStream) -> TokenStream) -> Code {
        match self.code(of) {
            (of, Form::Nullable) => {
                let value = make(quote!(*it));
                (quote!(#of.map(|it| #value)), Form::NullableValue)
            }
            (of, Form::Place) => (make(of), Form::Value),
            (of, _) => (make(quote!(*#of)), Form::Value),
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
