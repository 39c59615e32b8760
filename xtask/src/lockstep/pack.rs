//! Several models as one service, because few large crates compile sooner than many small ones.

use serde::Deserialize;

use super::json::Json;

/// A model's shapes as JSON, and the trips of its operations.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// What it is called in the report.
    pub(crate) name: String,
    /// The shapes by their ids.
    pub(crate) shapes: Vec<(String, Json)>,
    /// The ids of the operations that no resource binds to the service.
    pub(crate) operations: Vec<String>,
    /// The ids of the resources.
    pub(crate) resources: Vec<String>,
    /// The trips.
    pub(crate) trips: Vec<Json>,
}

impl Part {
    /// A part of shapes, whose operations and resources are found among them.
    pub(crate) fn new(name: String, shapes: Vec<(String, Json)>, trips: Vec<Json>) -> Self {
        #[derive(Default, Deserialize)]
        struct Kind {
            #[serde(rename = "type")]
            name: String,
        }
        let of_type = |kind: &str| -> Vec<String> {
            let has_type = |json: &Json| {
                let found: Kind = serde_json::from_str(&json.to_string()).unwrap_or_default();
                found.name == kind
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
            name,
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

/// The trips of all parts, in their order.
pub(crate) fn trips(parts: &[Part]) -> Json {
    Json::Array(
        parts
            .iter()
            .flat_map(|part| part.trips.iter().cloned())
            .collect(),
    )
}
