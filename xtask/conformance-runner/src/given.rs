//! A place in a case's `params`, from which a typed value is made.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use crate::{Members, Params, Value};

/// How deep a value without params may be nested, before it is clear that it never ends.
const DEEPEST_BLANK: usize = 32;

/// Who has the value in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// A caller of the client.
    Client,
    /// A handler of the server, which also gets the defaults of members that were not sent.
    Server,
}

/// Why params are not a value of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The JSON pointer of the place.
    path: String,
    /// What is wrong there.
    message: String,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "params at `{}`: {}", self.path, self.message)
    }
}

impl std::error::Error for Misfit {}

/// Params, or a part of them, with the way that led there.
pub struct Given<'a, S> {
    source: Source<'a>,
    side: Side,
    path: String,
    suite: PhantomData<fn() -> S>,
}

#[derive(Clone)]
pub(crate) enum Source<'a> {
    Params(Cow<'a, Params>),
    /// No params: any value will do. The depth of the place.
    Blank(usize),
}

impl<'a, S> Given<'a, S> {
    /// The params of a case.
    #[must_use]
    pub fn new(params: &'a Params, side: Side) -> Self {
        Self::of(Source::Params(Cow::Borrowed(params)), side, String::new())
    }

    /// No params at all: makes the smallest value that can be sent, for cases that say nothing of a message.
    #[must_use]
    pub fn blank(side: Side) -> Self {
        Self::of(Source::Blank(0), side, String::new())
    }

    fn of(source: Source<'a>, side: Side, path: String) -> Self {
        Self {
            source,
            side,
            path,
            suite: PhantomData,
        }
    }

    /// Who has the value in hand.
    #[must_use]
    pub const fn side(&self) -> Side {
        self.side
    }

    /// The params; `None` if any value will do.
    #[must_use]
    pub fn params(&self) -> Option<&Params> {
        match &self.source {
            Source::Params(params) => Some(params),
            Source::Blank(_) => None,
        }
    }

    /// A value of the type that is asked for.
    ///
    /// # Errors
    ///
    /// Where and why the params are not such a value.
    pub fn value<T: Value<S>>(&self) -> Result<T, Misfit> {
        T::build(self)
    }

    /// The members of a structure, which can have these names.
    ///
    /// # Errors
    ///
    /// Not an object, or one with another member.
    pub fn members(&self, names: &[&str]) -> Result<Members<'_, 'a, S>, Misfit> {
        if let Some(params) = self.params() {
            let Params::Map(entries) = params else {
                return Err(self.not("a structure"));
            };
            if let Some(unknown) = entries.keys().find(|name| !names.contains(&name.as_str())) {
                return Err(self.misfit(format!("the model has no member `{unknown}` here")));
            }
        }
        Ok(Members::new(self))
    }

    /// The one member of a union: its index among these names, and its value.
    ///
    /// # Errors
    ///
    /// Not an object with exactly one of the members.
    pub fn variant(&self, names: &[&str]) -> Result<(usize, Given<'_, S>), Misfit> {
        match &self.source {
            Source::Params(params) => {
                let Params::Map(entries) = &**params else {
                    return Err(self.not("a union"));
                };
                let mut set = entries.iter().filter(|(_, value)| **value != Params::Null);
                let (Some((name, value)), None) = (set.next(), set.next()) else {
                    return Err(self.misfit("a union has exactly one member".to_owned()));
                };
                let index = names.iter().position(|known| known == name);
                let index = index
                    .ok_or_else(|| self.misfit(format!("the model has no member `{name}` here")))?;
                Ok((
                    index,
                    self.below(name, Source::Params(Cow::Borrowed(value))),
                ))
            }
            // Another member at each depth, so that a union which can hold itself comes to an end.
            Source::Blank(depth) => {
                let index = depth % names.len().max(1);
                let name = names.get(index).copied().unwrap_or_default();
                Ok((index, self.blank_below(name, *depth)?))
            }
        }
    }

    /// The place of a member, an element or an entry.
    pub(crate) fn at<'b>(&'b self, name: &str, params: &'b Params) -> Given<'b, S> {
        self.below(name, Source::Params(Cow::Borrowed(params)))
    }

    /// The place of a member of a value without params.
    pub(crate) fn at_blank(&self, name: &str) -> Result<Given<'static, S>, Misfit> {
        match self.source {
            Source::Blank(depth) => self.blank_below(name, depth),
            Source::Params(_) => Err(self.misfit(format!("`{name}` is required"))),
        }
    }

    /// The key of a map's entry.
    pub(crate) fn key(&self, name: &str) -> Given<'static, S> {
        let params = Params::String(name.to_owned());
        Given::of(
            Source::Params(Cow::Owned(params)),
            self.side,
            format!("{}/{name}", self.path),
        )
    }

    fn blank_below(&self, name: &str, depth: usize) -> Result<Given<'static, S>, Misfit> {
        if depth >= DEEPEST_BLANK {
            return Err(self.misfit("no value comes to an end here".to_owned()));
        }
        Ok(Given::of(
            Source::Blank(depth + 1),
            self.side,
            format!("{}/{name}", self.path),
        ))
    }

    fn below<'b>(&self, name: &str, source: Source<'b>) -> Given<'b, S> {
        Given::of(source, self.side, format!("{}/{name}", self.path))
    }

    /// A misfit of this place.
    #[must_use]
    pub fn misfit(&self, message: String) -> Misfit {
        Misfit {
            path: self.path.clone(),
            message,
        }
    }

    /// The misfit of another kind of JSON value.
    pub(crate) fn not(&self, wanted: &str) -> Misfit {
        let found = self.params().map_or("nothing", Params::kind);
        self.misfit(format!("{found} is not {wanted}"))
    }
}
