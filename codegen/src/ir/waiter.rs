//! Waiters, and the expressions of JMESPath in them, each with its type found.

use super::Docs;

/// How an operation is asked until something has come (`smithy.waiters#waitable`).
#[derive(Clone, Debug)]
pub struct Waiter {
    /// The name in the model.
    pub name: String,
    /// The client's method, `wait_until_` and the waiter's name.
    pub function: String,
    /// Documentation.
    pub docs: Docs,
    /// The least delay between two calls, in seconds.
    pub min_delay: u32,
    /// The greatest delay between two calls, in seconds.
    pub max_delay: u32,
    /// What answers say, the first that matches.
    pub acceptors: Vec<(AcceptorState, Matcher)>,
}

/// What an answer says about what is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcceptorState {
    /// It has come.
    Success,
    /// It will never come.
    Failure,
    /// It may still come.
    Retry,
}

/// Which answers are meant.
#[derive(Clone, Debug, PartialEq)]
pub enum Matcher {
    /// Outputs of which this is true.
    Output(Expression),
    /// Outputs of which this is true together with the input.
    InputOutput(Expression),
    /// All outputs.
    Success,
    /// All errors.
    AnyError,
    /// Errors of this name.
    Error(String),
}

/// An expression over an output; where a member is absent on its way, it is null.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// The input.
    Input,
    /// The output.
    Output,
    /// The element that the expression is about, within [`Self::Each`], [`Self::Filter`] and the like.
    Element,
    /// A member of a structure.
    Member {
        /// The structure.
        of: Box<Self>,
        /// The field's name.
        field: String,
        /// Whether the field is an `Option`.
        is_optional: bool,
    },
    /// The element of a list at an index; a negative one counts from the end.
    At(Box<Self>, i32),
    /// The elements of a list or the values of a map, those that are null left out.
    Elements {
        /// The list or map.
        of: Box<Self>,
        /// Whether it is a map.
        is_map: bool,
        /// Whether some may be null.
        is_sparse: bool,
    },
    /// The keys of a map.
    Keys(Box<Self>),
    /// What an expression makes of each of several elements, nulls left out; several of each are put in a row.
    Each(Box<Self>, Box<Self>),
    /// Those of several elements of which an expression is true.
    Filter(Box<Self>, Box<Self>),
    /// The text of a string or enum.
    Text(Box<Self>, TextForm),
    /// A number as one of 64 bits.
    Number(Box<Self>, NumberForm),
    /// The value of a boolean.
    Boolean(Box<Self>),
    /// A text of the model.
    TextLiteral(String),
    /// An integer of the model.
    IntegerLiteral(i64),
    /// A boolean of the model.
    BooleanLiteral(bool),
    /// How many elements, entries or characters there are.
    Length(Box<Self>, LengthOf),
    /// Whether one of several texts is this one.
    Contains(Box<Self>, Box<Self>),
    /// Whether a text has another one in it.
    ContainsText(Box<Self>, Box<Self>),
    /// Whether at least one of several texts is this one.
    AnyIs(Box<Self>, String),
    /// Whether there are texts, and each is this one.
    AllAre(Box<Self>, String),
    /// A comparison; one for order is null where a side is.
    Compare(Box<Self>, Comparator, Box<Self>),
    /// Whether it is not true.
    Not(Box<Self>),
    /// Whether both are true.
    And(Box<Self>, Box<Self>),
    /// Whether one is true.
    Or(Box<Self>, Box<Self>),
}

/// How a text of the model is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextForm {
    /// As a string.
    String,
    /// As an enum.
    Enum,
}

/// How a number of the model is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberForm {
    /// Of at most 32 bits.
    Small,
    /// Of 64 bits.
    Long,
    /// As an integer enum.
    IntEnum,
}

/// What a length is counted of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LengthOf {
    /// Of a list or map.
    Collection,
    /// Of what an expression makes of one.
    Several,
    /// Of a text, in characters.
    Text,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}
