//! A service, and the errors that the runtime itself answers with.

use super::{AuthScheme, OperationSpec};

/// One service: its identity, and how it answers what no operation models.
#[derive(Debug)]
pub struct ServiceSpec {
    /// The absolute shape id, such as `com.amazonaws.connect#AmazonConnectService`.
    pub id: &'static str,
    /// The shape name.
    pub name: &'static str,
    /// The version of the model.
    pub version: &'static str,
    /// How a caller proves who it is, the first choice first; none if anyone may call. An operation may differ.
    pub auth: &'static [AuthScheme],
    /// The answer to a request that cannot be parsed.
    pub malformed: ErrorSpec,
    /// The answer to a request that breaks a constraint.
    pub invalid: ErrorSpec,
    /// The answer to a failure inside the server.
    pub internal: ErrorSpec,
}

impl ServiceSpec {
    /// What a service answers of which the settings name no errors of its own: those of the protocol (AWS restJson1) and of
    /// `smithy.framework`. A service names what differs.
    pub const PLAIN: Self = Self {
        id: "",
        name: "",
        version: "",
        auth: &[],
        malformed: ErrorSpec::new("SerializationException", 400, "message"),
        invalid: ErrorSpec::new("ValidationException", 400, "message")
            .listing(FieldList::FRAMEWORK),
        internal: ErrorSpec::new("InternalFailureException", 500, "message"),
    };

    /// How the caller of one of the service's operations proves who it is.
    #[must_use]
    pub const fn auth_of(&self, operation: &OperationSpec) -> &'static [AuthScheme] {
        match operation.auth {
            Some(schemes) => schemes,
            None => self.auth,
        }
    }
}

/// One error that the runtime itself answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorSpec {
    /// The shape name, as it is sent in `x-amzn-errortype`.
    pub name: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// The JSON name of the member that holds the message: `message` or `Message`.
    pub message: &'static str,
    /// Under which names the body lists every violation, if it does.
    pub field_list: Option<FieldList>,
    /// The JSON names and texts of members that the error requires and the model has a default for.
    pub members: &'static [(&'static str, &'static str)],
}

impl ErrorSpec {
    /// An error whose body holds the message, under this JSON name, and nothing else.
    #[must_use]
    pub const fn new(name: &'static str, status: u16, message: &'static str) -> Self {
        Self {
            name,
            status,
            message,
            field_list: None,
            members: &[],
        }
    }

    /// The same, with a list of the violations.
    #[must_use]
    pub const fn listing(mut self, list: FieldList) -> Self {
        self.field_list = Some(list);
        self
    }

    /// The same, with more members: their JSON names and their texts.
    #[must_use]
    pub const fn with(mut self, members: &'static [(&'static str, &'static str)]) -> Self {
        self.members = members;
        self
    }
}

/// How an error lists violations: an array of objects with a path and a message each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldList {
    /// The JSON name of the array.
    pub name: &'static str,
    /// The JSON name of the path in each object, if it has one.
    pub path: Option<&'static str>,
    /// The JSON name of the message in each object, if it has one.
    pub message: Option<&'static str>,
}

impl FieldList {
    /// The list of `smithy.framework#ValidationException`.
    pub const FRAMEWORK: Self = Self {
        name: "fieldList",
        path: Some("path"),
        message: Some("message"),
    };
}
