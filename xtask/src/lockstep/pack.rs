//! Several models as one service, because few large crates compile sooner than many small ones.

use super::json::Json;

/// A model's shapes as JSON, and the calls of its operations.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// The shapes by their ids.
    pub(crate) shapes: Vec<(String, Json)>,
    /// What binds the operations to the service: the operations' own ids, or that of their resource.
    pub(crate) operations: Vec<String>,
    pub(crate) resources: Vec<String>,
    /// The trips.
    pub(crate) trips: Vec<Json>,
}

impl Part {
    /// A part of shapes, whose operations are found among them.
    pub(crate) fn new(shapes: Vec<(String, Json)>, trips: Vec<Json>) -> Self {
        let of_type = |kind: &str| -> Vec<String> {
            let kind = Json::text(kind);
            let has_type = |json: &Json| match json {
                Json::Object(members) => members
                    .iter()
                    .any(|(name, value)| name == "type" && *value == kind),
                _ => false,
            };
            shapes
                .iter()
                .filter(|(_, json)| has_type(json))
                .map(|(id, _)| id.clone())
                .collect()
        };
        let resources = of_type("resource");
        let operations = if resources.is_empty() {
            of_type("operation")
        } else {
            Vec::new()
        };
        Self {
            shapes,
            operations,
            resources,
            trips,
        }
    }
}

/// The model of a service with the operations of all parts.
pub(crate) fn model(parts: &[Part]) -> Json {
    let targets = |ids: fn(&Part) -> &Vec<String>| {
        Json::Array(parts.iter().flat_map(ids).map(Json::target).collect())
    };
    let service = Json::object([
        ("type", Json::text("service")),
        ("version", Json::text("1")),
        ("operations", targets(|part| &part.operations)),
        ("resources", targets(|part| &part.resources)),
        (
            "traits",
            Json::object([("aws.protocols#restJson1", Json::empty())]),
        ),
    ]);
    let mut shapes = vec![("lockstep.service#Lockstep".to_owned(), service)];
    shapes.extend(parts.iter().flat_map(|part| part.shapes.iter().cloned()));
    Json::object([
        ("smithy", Json::text("2.0")),
        ("shapes", Json::Object(shapes)),
    ])
}

/// The calls of all parts, in their order.
pub(crate) fn trips(parts: &[Part]) -> Json {
    Json::Array(
        parts
            .iter()
            .flat_map(|part| part.trips.iter().cloned())
            .collect(),
    )
}
