//! The settings, `lockstep.toml`: what to generate from which model, and what the model does not say.
//!
//! ```toml
//! [connect]                       # the crates are connect-types, connect-server and connect-client
//! model = "connect.json"
//! types = "closed"
//! malformed-error = "InvalidRequestException"
//! rename = { "com.amazonaws.connect#Option" = "ChatOption" }
//!
//! [connect.corrections.describing-changes-nothing]
//! reason = "Its method is GET, and its documentation knows of no effect."
//! target = "com.amazonaws.connect#DescribeContact"
//! add = { "smithy.api#readonly" = {} }
//! ```

mod correction;

pub use correction::Correction;

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::ast::ShapeId;
use crate::diagnostic::{Diagnostics, Sink, Source, Span};
use crate::names;

/// A value of the settings and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it stands in the settings' text.
    pub span: Span,
}

/// Whether users of the generated types can rely on what they have now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Types {
    /// Literals and exhaustive patterns work, so that a new member that is ignored fails to compile.
    #[default]
    Closed,
    /// Structures and enumerations are `#[non_exhaustive]`, so that a new member breaks no user.
    Open,
}

/// What a success answers whose output has no members in the body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EmptyOutput {
    /// `{}`, as restJson1 says of every output that is a structure.
    #[default]
    Object,
    /// No body at all, as services of AWS document it.
    Nothing,
}

/// Which operations of the service are generated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Selection {
    /// All.
    #[default]
    All,
    /// Those that are named.
    Only(Vec<Located<String>>),
    /// All but those that are named.
    Omit(Vec<Located<String>>),
}

/// What to generate for one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceSettings {
    /// The settings' file, into which the spans point.
    pub source: Source,
    /// The first part of the crates' names, such as `connect`.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// The path of the model, relative to the settings' folder, with `/`.
    pub model: Located<String>,
    /// The service, if the model has several.
    pub service: Option<Located<ShapeId>>,
    /// The operations, by the names of their shapes.
    pub operations: Selection,
    /// Whether the types are closed or open.
    pub types: Types,
    /// The names of the errors that answer what cannot be parsed, in place of the protocol's own: each operation answers
    /// with the first that it lists, and one that lists none with the first of all.
    pub malformed_error: Option<Located<Vec<String>>>,
    /// The same for what breaks a constraint.
    pub invalid_error: Option<Located<Vec<String>>>,
    /// The name of the error that answers a fault of the server, in place of the protocol's own.
    pub internal_error: Option<Located<String>>,
    /// What a success answers whose output has no members in the body.
    pub empty_output: EmptyOutput,
    /// Names in Rust by shape id or by member id, `ns#Shape$member`.
    pub rename: BTreeMap<String, Located<String>>,
    /// Whether a server may leave operations out, which then answer 501.
    pub partial_server: bool,
    /// The tags (`@tags`) of which an operation must have one; all operations if there are none.
    pub tags: Option<Vec<Located<String>>>,
    /// The tags of operations, and of members that can be absent, that are left out.
    pub omit_tags: Vec<Located<String>>,
    /// Whether what is `@internal` is generated: operations, and members that can be absent.
    pub internal: bool,
    /// Whether clients follow the pages of operations that answer in pages.
    pub paginators: bool,
    /// Whether clients have the model's waiters.
    pub waiters: bool,
    /// Whether the model's examples stand in the documentation of operations.
    pub examples: bool,
    /// What the model says wrongly, in the order of the names.
    pub corrections: Vec<Correction>,
}

/// Reads the settings; `file` is their name in errors. The services are in the order of their names.
///
/// # Errors
/// What is not TOML, unknown keys, and values that cannot be meant. Whether the model has what the settings name is
/// checked in lowering.
pub fn read(file: &str, text: &str) -> Result<Vec<ServiceSettings>, Diagnostics> {
    let source = Source::new(file, text);
    let mut sink = Sink::new(&source);
    let sections: BTreeMap<Spanned<String>, Section> = match toml::from_str(text) {
        Ok(sections) => sections,
        Err(error) => {
            sink.error(
                error.span().map(|range| Span {
                    start: range.start,
                    end: range.end,
                }),
                error.message(),
                None,
            );
            return sink.finish(Vec::new());
        }
    };
    let mut services: Vec<_> = sections
        .into_iter()
        .filter_map(|(name, section)| service(&source, name, section, &mut sink))
        .collect();
    services.sort_by(|a, b| a.name.cmp(&b.name));
    if services.is_empty() {
        sink.error(
            None,
            "no service is named",
            "add a section such as `[connect]` with the key `model`",
        );
    }
    sink.finish(services)
}

/// A name, or several in their order.
#[derive(Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(Vec<String>),
}

/// A section as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Section {
    model: Spanned<String>,
    service: Option<Spanned<String>>,
    operations: Option<Vec<Spanned<String>>>,
    omit: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    types: Types,
    malformed_error: Option<Spanned<Names>>,
    invalid_error: Option<Spanned<Names>>,
    internal_error: Option<Spanned<String>>,
    #[serde(default)]
    empty_output: EmptyOutput,
    #[serde(default)]
    rename: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    partial_server: bool,
    tags: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    omit_tags: Vec<Spanned<String>>,
    #[serde(default = "yes")]
    internal: bool,
    #[serde(default = "yes")]
    paginators: bool,
    #[serde(default = "yes")]
    waiters: bool,
    #[serde(default = "yes")]
    examples: bool,
    #[serde(default)]
    corrections: BTreeMap<Spanned<String>, correction::Written>,
}

fn yes() -> bool {
    true
}

fn service(
    source: &Source,
    name: Spanned<String>,
    section: Section,
    sink: &mut Sink,
) -> Option<ServiceSettings> {
    let name = located(name);
    if !is_crate_name(&name.value) {
        let message = format!(
            "`{}` cannot be the first part of a crate's name",
            name.value
        );
        sink.error(name.span, message, "use lower-case words joined by `-`");
    }
    let model = located(section.model);
    let is_inside = model
        .value
        .split('/')
        .all(|part| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':']));
    if !is_inside {
        sink.error(
            model.span,
            format!(
                "`{}` is not a path within the settings' folder",
                model.value
            ),
            None,
        );
    }
    let service = section
        .service
        .map(located)
        .and_then(|id| match ShapeId::parse(&id.value) {
            Some(value) => Some(Located {
                value,
                span: id.span,
            }),
            None => {
                sink.error(
                    id.span,
                    format!("`{}` is not a shape id", id.value),
                    "ids have the form `namespace#Name`",
                );
                None
            }
        });
    let all = |list: Vec<Spanned<String>>| list.into_iter().map(located).collect();
    let operations = match (section.operations, section.omit) {
        (None, None) => Selection::All,
        (Some(only), None) => Selection::Only(all(only)),
        (None, Some(omit)) => Selection::Omit(all(omit)),
        (Some(_), Some(_)) => {
            sink.error(
                name.span,
                format!("`{}` has both `operations` and `omit`", name.value),
                "keep one of them",
            );
            return None;
        }
    };
    let rename: BTreeMap<_, _> = section
        .rename
        .into_iter()
        .map(|(id, new)| (id, located(new)))
        .collect();
    for (id, new) in &rename {
        if ShapeId::parse_member(id).is_none() {
            let help = "ids have the form `namespace#Name` or `namespace#Name$member`";
            sink.error(
                new.span,
                format!("`{id}` is not the id of a shape or member"),
                help,
            );
        }
        if !names::is_name(&new.value) {
            sink.error(
                new.span,
                format!("`{}` cannot be a name in Rust", new.value),
                None,
            );
        }
    }
    Some(ServiceSettings {
        source: source.clone(),
        name: name.value,
        span: name.span,
        model,
        service,
        operations,
        types: section.types,
        malformed_error: section.malformed_error.map(names_of),
        invalid_error: section.invalid_error.map(names_of),
        internal_error: section.internal_error.map(located),
        empty_output: section.empty_output,
        rename,
        partial_server: section.partial_server,
        tags: section.tags.map(all),
        omit_tags: all(section.omit_tags),
        internal: section.internal,
        paginators: section.paginators,
        waiters: section.waiters,
        examples: section.examples,
        corrections: correction::all(section.corrections, sink),
    })
}

fn names_of(names: Spanned<Names>) -> Located<Vec<String>> {
    let Located { value, span } = located(names);
    let value = match value {
        Names::One(name) => vec![name],
        Names::Several(names) => names,
    };
    Located { value, span }
}

fn located<T>(value: Spanned<T>) -> Located<T> {
    let span = Span {
        start: value.span().start,
        end: value.span().end,
    };
    Located {
        value: value.into_inner(),
        span,
    }
}

/// Lower-case words of letters and digits, joined by `-`, the first with a letter first.
fn is_crate_name(name: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.split('-').all(is_word)
}
