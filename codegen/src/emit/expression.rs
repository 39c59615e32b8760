//! Expressions of waiters as Rust: chains of options and iterators over the fields of an output.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::scope::{Scope, ident};
use crate::ir::{Comparator, Expression, LengthOf, NumberForm, TextForm};

/// How a piece of code holds what it is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
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
pub(super) type Code = (TokenStream, Form);

/// Prints expressions of one file.
pub(crate) struct Printer<'s, 'a> {
    pub(crate) scope: &'s Scope<'a>,
}

impl Printer<'_, '_> {
    /// An expression that is no condition of several parts.
    pub(super) fn code(&self, expression: &Expression) -> Code {
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
                (_, NumberForm::Small) => self.copied(of, Some(&|it| quote!(i64::from(#it)))),
                (_, NumberForm::Long) => self.copied(of, None),
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
                _ => self.copied(of, None),
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

    /// A copied value, or what `make` makes of it.
    fn copied(&self, of: &Expression, make: Option<&dyn Fn(TokenStream) -> TokenStream>) -> Code {
        let made = |value: TokenStream| match make {
            Some(make) => make(value),
            None => value,
        };
        match (self.code(of), make) {
            ((of, Form::Nullable), None) => (quote!(#of.copied()), Form::NullableValue),
            ((of, Form::Nullable), Some(make)) => {
                let value = make(quote!(*it));
                (quote!(#of.map(|it| #value)), Form::NullableValue)
            }
            ((of, Form::Place), _) => (made(of), Form::Value),
            ((of, _), _) => (made(quote!(*#of)), Form::Value),
        }
    }
}
