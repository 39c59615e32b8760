//! The rows of the table.

/// Where a row can be counted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    Both,
    Server,
    Client,
}

/// The rows that are not made of the types' names. Streams of bytes, `@endpoint` and `@requestCompression` belong here
/// too as soon as the generator speaks them.
pub(super) const ROWS: [(&str, Reach, &[&str]); 8] = [
    (
        "shape kind",
        Reach::Both,
        &[
            "enum",
            "intEnum",
            "list",
            "map",
            "structure",
            "union",
            "unit member",
            "recursion: structure",
            "recursion: list",
            "recursion: map",
            "recursion: union",
        ],
    ),
    (
        "binding",
        Reach::Server,
        &[
            "label",
            "greedy label",
            "query",
            "query list",
            "query map of strings",
            "query map of lists",
            "query literal",
        ],
    ),
    (
        "binding",
        Reach::Both,
        &[
            "body",
            "header",
            "header list",
            "header epoch-seconds",
            "header date-time",
            "header http-date",
            "header base64",
            "prefix headers",
            "payload structure",
            "payload union",
            "payload document",
            "payload string",
            "payload blob",
            "payload enum",
        ],
    ),
    ("binding", Reach::Client, &["response code"]),
    (
        "trait",
        Reach::Both,
        &[
            "required",
            "clientOptional",
            "sparse list",
            "sparse map",
            "jsonName",
            "timestampFormat",
            "mediaType",
            "sensitive",
            "internal value",
            "enumValue",
            "length of string",
            "length of blob",
            "length of list",
            "length of map",
            "range",
            "pattern",
            "uniqueItems",
            "default of enum",
            "default of intEnum",
            "default of list",
            "default of map",
            "mixin",
            "apply",
            "resource",
        ],
    ),
    ("trait", Reach::Server, &["idempotencyToken"]),
    (
        "trait",
        Reach::Client,
        &["error", "httpError", "retryable", "throttling"],
    ),
    (
        "presence",
        Reach::Both,
        &[
            "set",
            "absent",
            "null",
            "empty",
            "default",
            "at the limit",
            "beyond the limit",
        ],
    ),
];

/// The rows of what requests are refused for, and of what is changed on their way.
pub(super) const REQUESTS: [(&str, &[&str]); 2] = [
    (
        "refusal",
        &[
            "missing",
            "length",
            "range",
            "pattern",
            "enum",
            "intEnum",
            "uniqueItems",
            "several at once",
            "deep inside",
            "not sent at all",
        ],
    ),
    (
        "changed on the way",
        &["null", "removed", "not in the model"],
    ),
];
