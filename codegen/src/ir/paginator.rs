//! Operations that answer in pages.

use super::Value;

/// How the pages of an operation hang together (`@paginated`).
#[derive(Clone, Debug)]
pub struct Pagination {
    /// The field of the input that says where a page begins, which is an `Option`.
    pub input_token: String,
    /// What it holds.
    pub token: Value,
    /// Where the output says where the next page begins.
    pub output_token: Vec<Step>,
    /// The list or map of the output that holds the items, and what it is.
    pub items: Option<(Vec<Step>, Value)>,
}

/// A step from a structure to one of its members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The field's name.
    pub field: String,
    /// Whether the field is an `Option`.
    pub is_optional: bool,
}
