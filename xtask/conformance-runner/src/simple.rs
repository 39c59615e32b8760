//! The types that do not come from a model: simple ones, lists and maps.
//!
//! The specification of the test traits says how `params` write each: blobs as text, timestamps as seconds since 1970,
//! floats that are not finite as strings.

use std::collections::BTreeMap;

use lockstep_core::{
    BigDecimal, BigInteger, Blob, Document, Enumeration, IntEnumeration, Timestamp,
};

use crate::{Given, Misfit, Params, Value};

impl<S> Given<'_, S> {
    /// The text of a number.
    fn number(&self) -> Result<&str, Misfit> {
        match self.params() {
            Some(Params::Number(text)) => Ok(text),
            None => Ok("1"),
            _ => Err(self.not("a number")),
        }
    }

    /// A text.
    fn text(&self) -> Result<&str, Misfit> {
        match self.params() {
            Some(Params::String(text)) => Ok(text),
            None => Ok("x"),
            _ => Err(self.not("a string")),
        }
    }

    /// A value of a string enum, which may be one that the model does not list.
    ///
    /// # Errors
    ///
    /// Not a string.
    pub fn enumeration<E: Enumeration>(&self) -> Result<E, Misfit> {
        match self.params() {
            None => Ok(E::from(E::VALUES.first().copied().unwrap_or_default())),
            Some(_) => Ok(E::from(self.text()?)),
        }
    }

    /// A value of an integer enum, which may be one that the model does not list.
    ///
    /// # Errors
    ///
    /// Not an integer of 32 bits.
    pub fn int_enumeration<E: IntEnumeration>(&self) -> Result<E, Misfit> {
        match self.params() {
            None => Ok(E::from(E::VALUES.first().copied().unwrap_or_default())),
            Some(_) => Ok(E::from(<i32 as Value<S>>::build(self)?)),
        }
    }
}

macro_rules! numbers {
    ($($kind:ty),*) => {$(
        impl<S> Value<S> for $kind {
            fn build(given: &Given<'_, S>) -> Result<Self, Misfit> {
                given.number()?.parse().map_err(|_| given.not(concat!("of type ", stringify!($kind))))
            }

            fn show(&self) -> Params {
                Params::Number(self.to_string())
            }
        }
    )*};
}

numbers!(i8, i16, i32, i64, BigInteger, BigDecimal);

macro_rules! floats {
    ($($kind:ident),*) => {$(
        impl<S> Value<S> for $kind {
            fn build(given: &Given<'_, S>) -> Result<Self, Misfit> {
                if let Some(Params::String(text)) = given.params() {
                    return match text.as_str() {
                        "NaN" => Ok($kind::NAN),
                        "Infinity" => Ok($kind::INFINITY),
                        "-Infinity" => Ok($kind::NEG_INFINITY),
                        _ => Err(given.not("a number")),
                    };
                }
                given.number()?.parse().map_err(|_| given.not("a number"))
            }

            fn show(&self) -> Params {
                if self.is_nan() {
                    Params::String("NaN".to_owned())
                } else if self.is_infinite() {
                    let text = if *self > 0.0 { "Infinity" } else { "-Infinity" };
                    Params::String(text.to_owned())
                } else {
                    Params::Number(format!("{self:?}"))
                }
            }
        }
    )*};
}

floats!(f32, f64);

impl<S> Value<S> for bool {
    fn build(given: &Given<'_, S>) -> Result<Self, Misfit> {
        match given.params() {
            Some(Params::Boolean(value)) => Ok(*value),
            None => Ok(true),
            _ => Err(given.not("a boolean")),
        }
    }

    fn show(&self) -> Params {
        Params::Boolean(*self)
    }
}

impl<S> Value<S> for String {
    fn build(given: &Given<'_, S>) -> Result<Self, Misfit> {
        given.text().map(str::to_owned)
    }

    fn show(&self) -> Params {
        Params::String(self.clone())
    }
}

/// Shown with escapes, so that no two are shown alike.
impl<S> Value<S> for Blob {
    fn build(given: &Given<'_, S>) -> Result<Self, Misfit> {
        Ok(Self::new(given.text()?.as_bytes().to_vec()))
    }

    fn show(&self) -> Params {
        Params::String(self.escape_ascii().to_string())
    }
}

/// Shown as date and time, which a reader understands.
impl<S> Value<S> for Timestamp {
    fn build(given: &Given<'_, S>) -> Result<Self, Misfit> {
        let text = given.number()?;
        Self::from_epoch_seconds(text)
            .ok_or_else(|| given.misfit(format!("{text} is not a number of seconds")))
    }

    fn show(&self) -> Params {
        Params::String(self.date_time())
    }
}

impl<S> Value<S> for Document {
    fn build(given: &Given<'_, S>) -> Result<Self, Misfit> {
        Ok(match given.params() {
            None | Some(Params::Null) => Self::Null,
            Some(Params::Boolean(value)) => Self::Boolean(*value),
            Some(Params::Number(_)) => Self::Number(<BigDecimal as Value<S>>::build(given)?),
            Some(Params::String(text)) => Self::String(text.clone()),
            Some(Params::List(_)) => Self::Array(given.value()?),
            Some(Params::Map(_)) => Self::Object(given.value()?),
        })
    }

    fn show(&self) -> Params {
        match self {
            Self::Null => Params::Null,
            Self::Boolean(value) => Params::Boolean(*value),
            Self::Number(number) => Params::Number(number.to_string()),
            Self::String(text) => Params::String(text.clone()),
            Self::Array(elements) => Value::<S>::show(elements),
            Self::Object(entries) => Value::<S>::show(entries),
        }
    }
}

impl<S, T: Value<S>> Value<S> for Box<T> {
    fn build(given: &Given<'_, S>) -> Result<Self, Misfit> {
        given.value().map(Self::new)
    }

    fn show(&self) -> Params {
        T::show(self)
    }
}

/// An element or entry of a sparse list or map.
impl<S, T: Value<S>> Value<S> for Option<T> {
    fn build(given: &Given<'_, S>) -> Result<Self, Misfit> {
        match given.params() {
            None | Some(Params::Null) => Ok(None),
            Some(_) => given.value().map(Some),
        }
    }

    fn show(&self) -> Params {
        self.as_ref().map_or(Params::Null, T::show)
    }
}

impl<S, T: Value<S>> Value<S> for Vec<T> {
    fn build(given: &Given<'_, S>) -> Result<Self, Misfit> {
        match given.params() {
            None => Ok(Self::new()),
            Some(Params::List(elements)) => {
                let places = elements.iter().enumerate();
                places
                    .map(|(index, element)| given.at(&index.to_string(), element).value())
                    .collect()
            }
            Some(_) => Err(given.not("a list")),
        }
    }

    fn show(&self) -> Params {
        Params::List(self.iter().map(T::show).collect())
    }
}

impl<S, K: Value<S> + Ord, T: Value<S>> Value<S> for BTreeMap<K, T> {
    fn build(given: &Given<'_, S>) -> Result<Self, Misfit> {
        match given.params() {
            None => Ok(Self::new()),
            Some(Params::Map(entries)) => {
                let entries = entries.iter();
                entries
                    .map(|(name, entry)| {
                        Ok((given.key(name).value()?, given.at(name, entry).value()?))
                    })
                    .collect()
            }
            Some(_) => Err(given.not("a map")),
        }
    }

    fn show(&self) -> Params {
        let entries = self.iter().map(|(key, value)| {
            let key = match key.show() {
                Params::String(text) => text,
                other => other.to_string(),
            };
            (key, value.show())
        });
        Params::Map(entries.collect())
    }
}

#[cfg(test)]
mod tests;
