//! Streams, which are read to their end before they are shown.

use http_body_util::BodyExt;
use lockstep_core::{Blob, Body};

use crate::{Given, Misfit, Params, Value};

/// The same body, made from bytes. A stream that breaks off becomes a text that says so, which no params are.
pub async fn collected(body: Body) -> Body {
    match body.collect().await {
        Ok(collected) => collected.to_bytes().into(),
        Err(error) => format!("(a stream that broke off: {error})").into(),
    }
}

/// As a blob; the harness collects a stream before it is shown.
impl<S> Value<S> for Body {
    fn build(given: &Given<'_, S>) -> Result<Self, Misfit> {
        let blob: Blob = given.value()?;
        Ok(blob.into_bytes().into())
    }

    fn show(&self) -> Params {
        match self.as_bytes() {
            Some(bytes) => Value::<S>::show(&Blob::new(bytes.clone())),
            None => Params::String("(a stream that was not collected)".to_owned()),
        }
    }
}
