//! An operation under test, without its types.

use std::marker::PhantomData;
use std::pin::Pin;

use lockstep_client::{Client, Error};
use lockstep_core::operation::Operation;

use crate::stage::Untyped;
use crate::{Errors, Given, Misfit, Params, Side, Value};

/// What came of a call, or is expected to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The output.
    Output(Params),
    /// An error of the operation: its shape and its members.
    Error(String, Params),
    /// No answer that the operation knows, for example one that cannot be read.
    Failed(String),
}

/// A call at work.
pub type Calling = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// An operation under test.
pub trait Subject {
    /// The operation's name.
    fn name(&self) -> &'static str;

    /// Calls the operation's method of the generated client; without params, with any input that can be sent.
    ///
    /// # Errors
    ///
    /// The params are not an input.
    fn call(&self, params: Option<&Params>, client: Client) -> Result<Calling, Misfit>;

    /// The input that a handler must get.
    ///
    /// # Errors
    ///
    /// The params are not an input.
    fn expected_input(&self, params: &Params) -> Result<Params, Misfit>;

    /// The input that a handler got; `None` if it is not this operation's.
    fn shown_input(&self, input: &Untyped) -> Option<Params>;

    /// What a caller must get: the output, or the error of this shape.
    ///
    /// # Errors
    ///
    /// The params are not such a value.
    fn expected_outcome(&self, error: Option<&str>, params: &Params) -> Result<Outcome, Misfit>;

    /// The answer that a handler gives, for the stage: the output, or the error of this shape.
    ///
    /// # Errors
    ///
    /// The params are not such a value.
    fn answer(&self, error: Option<&str>, params: &Params) -> Result<Untyped, Misfit>;
}

/// What a call of an operation comes to.
pub type Returned<O> = Result<<O as Operation>::Output, Error<<O as Operation>::Error>>;

/// Calls the operation's method of the generated client.
pub type Call<O> =
    fn(Client, <O as Operation>::Input) -> Pin<Box<dyn Future<Output = Returned<O>> + Send>>;

/// An operation whose types a harness knows as those of the suite `S`.
pub fn operation<O, S>(call: Call<O>) -> Box<dyn Subject>
where
    O: Operation + 'static,
    O::Input: Value<S> + 'static,
    O::Output: Value<S> + 'static,
    O::Error: Errors<S>,
    S: 'static,
{
    Box::new(Typed::<O, S> {
        call,
        suite: PhantomData,
    })
}

struct Typed<O: Operation, S> {
    call: Call<O>,
    suite: PhantomData<fn() -> S>,
}

impl<O, S> Typed<O, S>
where
    O: Operation,
    O::Output: Value<S>,
    O::Error: Errors<S>,
{
    fn build(
        &self,
        error: Option<&str>,
        given: &Given<'_, S>,
    ) -> Result<Result<O::Output, O::Error>, Misfit> {
        match error {
            None => given.value().map(Ok),
            Some(shape) => match O::Error::build(shape, given) {
                Some(error) => error.map(Err),
                None => Err(given.misfit(format!("the operation has no error `{shape}`"))),
            },
        }
    }

    fn show(result: &Result<O::Output, O::Error>) -> Outcome {
        match result {
            Ok(output) => Outcome::Output(output.show()),
            Err(error) => {
                let (shape, members) = error.show();
                Outcome::Error(shape, members)
            }
        }
    }
}

impl<O, S> Subject for Typed<O, S>
where
    O: Operation + 'static,
    O::Input: Value<S> + 'static,
    O::Output: Value<S> + 'static,
    O::Error: Errors<S>,
    S: 'static,
{
    fn name(&self) -> &'static str {
        O::SPEC.name
    }

    fn call(&self, params: Option<&Params>, client: Client) -> Result<Calling, Misfit> {
        let given = params.map_or_else(
            || Given::blank(Side::Client),
            |params| Given::new(params, Side::Client),
        );
        let called = (self.call)(client, given.value()?);
        Ok(Box::pin(async move {
            match called.await {
                Ok(output) => Self::show(&Ok(output)),
                Err(Error::Service(error)) => Self::show(&Err(error.into_error())),
                Err(other) => Outcome::Failed(other.to_string()),
            }
        }))
    }

    fn expected_input(&self, params: &Params) -> Result<Params, Misfit> {
        let input: O::Input = Given::new(params, Side::Server).value()?;
        Ok(input.show())
    }

    fn shown_input(&self, input: &Untyped) -> Option<Params> {
        input.downcast_ref::<O::Input>().map(O::Input::show)
    }

    fn expected_outcome(&self, error: Option<&str>, params: &Params) -> Result<Outcome, Misfit> {
        Ok(Self::show(
            &self.build(error, &Given::new(params, Side::Client))?,
        ))
    }

    fn answer(&self, error: Option<&str>, params: &Params) -> Result<Untyped, Misfit> {
        Ok(Box::new(
            // What a handler leaves out stays out; defaults are filled in for those that it is given.
            self.build(error, &Given::new(params, Side::Client))?,
        ))
    }
}
