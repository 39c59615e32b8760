//! The intermediate representation: what the generated crates are, with every decision made.
//!
//! Lowering fills these types in and sorts them; emitters only print them. A name here is the final name in Rust,
//! unique in its crate, and so serves as the identity of what it names.

mod auth;
mod operation;
mod paginator;
mod shape;
mod value;
mod waiter;

pub use auth::AuthScheme;
pub use operation::{
    Binding, BodyKind, Checksum, ErrorSpec, FieldList, Home, HostPart, Http, Message, Operation,
    OperationError, Place, Segment,
};
pub use paginator::{Pagination, Step};
pub use shape::{
    Constructor, Debug, EnumShape, EnumVariant, ErrorShape, Field, IntEnumShape, IntEnumVariant,
    Presence, Shape, Structure, Union, UnionVariant,
};
pub use value::{Bound, ConstraintSet, Kind, Literal, PatternText, Simple, TimestampFormat, Value};
pub use waiter::{
    AcceptorState, Comparator, Expression, LengthOf, Matcher, NumberForm, TextForm, Waiter,
};

/// A service and all that its crates hold.
#[derive(Debug)]
pub struct Package {
    /// The crates' common name in kebab case, such as `connect` of `connect-types`.
    pub name: String,
    /// The model's file, as the generated files name it.
    pub model_file: String,
    /// The service itself.
    pub service: Service,
    /// The operations, sorted by name.
    pub operations: Vec<Operation>,
    /// Structures, unions and enums that are neither errors nor bound to one operation, sorted by name.
    pub shapes: Vec<Shape>,
    /// The modeled errors of all operations, sorted by name.
    pub errors: Vec<ErrorShape>,
    /// Constraints, one for each constrained shape or member in use, sorted by name.
    pub constraints: Vec<ConstraintSet>,
    /// Operations of the service that the settings leave out, sorted.
    pub left_out: Vec<String>,
    /// Members that the settings leave out of what is generated, as `Shape$member`, in the model's order.
    pub members_left_out: Vec<String>,
    /// Whether users may name every member and variant of the types.
    pub openness: Openness,
    /// What a server does about operations that its author leaves out.
    pub completeness: Completeness,
    /// Whether anything carries `#[deprecated]`, which the generated code itself still uses.
    pub has_deprecated: bool,
}

/// What the generated crates say of the service.
#[derive(Debug)]
pub struct Service {
    /// The absolute shape id.
    pub id: String,
    /// The shape's name, which is the API's name on the wire.
    pub shape_name: String,
    /// The server trait's name.
    pub trait_name: String,
    /// The `version` of the service shape.
    pub version: String,
    /// How a caller proves who it is; an operation may differ.
    pub auth: Vec<AuthScheme>,
    /// Documentation of the service.
    pub docs: Docs,
    /// The answer to what cannot be parsed.
    pub malformed: ErrorSpec,
    /// The answer to what breaks a constraint.
    pub invalid: ErrorSpec,
    /// The answer when the service itself fails.
    pub internal: ErrorSpec,
}

impl Package {
    /// Whether a caller may sign its requests with Signature Version 4, at one operation at least.
    pub fn has_sigv4(&self) -> bool {
        let mut operations = self.operations.iter();
        operations.any(|operation| {
            let schemes = operation.auth.as_ref().unwrap_or(&self.service.auth);
            let mut schemes = schemes.iter();
            schemes.any(|scheme| matches!(scheme, AuthScheme::SigV4(_)))
        })
    }
}

/// Whether the types of a crate may grow without breaking their users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Openness {
    /// Literals and exhaustive patterns work: a new member stops the build of code that ignores it.
    Closed,
    /// `#[non_exhaustive]`: for a published client of someone else's service.
    Open,
}

/// Whether a server must implement every operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completeness {
    /// An operation without a method stops the build.
    Whole,
    /// An operation without a method answers 501.
    Partial,
}

/// Documentation as Markdown, one entry a line; empty where the model has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// The lines, without comment marks.
    pub lines: Vec<String>,
    /// The message of `@deprecated`, where the shape or member has it.
    pub deprecated: Option<String>,
}
