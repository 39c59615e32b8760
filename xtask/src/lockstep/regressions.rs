//! Cases that failed once: a model and the trips that went wrong, kept as files, which every run makes again.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::ast;
use super::json::Json;
use super::model::Model;
use super::pack::Part;
use super::trips::Trip;

/// The prefix of the shapes' names in a file; each gets a number in its place when it is read.
const PREFIX: &str = "Case";

/// A file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// What went wrong.
    #[serde(rename = "about")]
    _about: String,
    /// The shapes by their ids, without a service.
    model: BTreeMap<String, Box<RawValue>>,
    /// The trips.
    trips: Vec<BTreeMap<String, Box<RawValue>>>,
}

/// All files of a folder, in the order of their names.
///
/// # Errors
///
/// A file cannot be read.
pub(crate) fn read(folder: &Path) -> Result<Vec<Part>, Box<dyn Error>> {
    let entries: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_, std::io::Error>>()?;
    let mut paths: Vec<PathBuf> = entries
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    paths.sort();
    let mut parts = Vec::new();
    for (index, path) in paths.iter().enumerate() {
        let text = fs::read_to_string(path)?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        parts.push(
            part(&name, &text, index).map_err(|error| format!("{}: {error}", path.display()))?,
        );
    }
    Ok(parts)
}

fn part(name: &str, text: &str, index: usize) -> Result<Part, serde_json::Error> {
    let file: File = serde_json::from_str(text)?;
    let own = |text: &str| {
        text.replace(
            &format!("lockstep.case#{PREFIX}"),
            &format!("lockstep.r{index}#R{index}x"),
        )
        .replace("\"/case/", &format!("\"/r{index}/"))
    };
    let shapes = file
        .model
        .iter()
        .map(|(id, shape)| (own(id), Json::Raw(own(shape.get()))));
    let trip = |trip: BTreeMap<String, Box<RawValue>>| {
        let members = trip.into_iter().map(|(name, value)| {
            let text = match name.as_str() {
                "operation" | "error" => value.get().replacen(PREFIX, &format!("R{index}x"), 1),
                _ => value.get().to_owned(),
            };
            (name, Json::Raw(text))
        });
        Json::Object(members.collect())
    };
    Ok(Part::new(
        name.to_owned(),
        shapes.collect(),
        file.trips.into_iter().map(trip).collect(),
    ))
}

/// Writes a model and the trips of one operation that went wrong to a file that can be kept.
///
/// # Errors
///
/// The file cannot be written.
pub(crate) fn write(
    path: &Path,
    about: &str,
    model: &Model,
    trips: &[&Trip],
) -> std::io::Result<()> {
    let mut small = Model {
        prefix: PREFIX.to_owned(),
        ..model.clone()
    };
    let wanted = trips.first().map_or(0, |trip| trip.operation);
    small.operations = small.operations.get(wanted).cloned().into_iter().collect();
    let trips = trips
        .iter()
        .map(|trip| {
            Trip {
                operation: 0,
                ..(*trip).clone()
            }
            .json(&small)
        })
        .collect();
    let file = Json::object([
        ("about", Json::text(about)),
        ("model", Json::Object(ast::shapes(&small))),
        ("trips", Json::Array(trips)),
    ]);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, format!("{file:#}\n"))
}

#[cfg(test)]
mod tests {
    use super::super::operations;
    use super::super::random::Random;
    use super::super::trips;
    use super::*;

    #[test]
    fn a_case_is_read_as_it_was_written_but_for_its_names() {
        let mut random = Random::new(5);
        let model = operations::model("M7".to_owned(), &mut random);
        let all = trips::of_model(&model, &mut random);
        let first: Vec<&Trip> = all
            .iter()
            .filter(|trip| trip.operation == 0)
            .take(3)
            .collect();
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("one.json"), "as a test", &model, &first).unwrap();
        let parts = read(folder.path()).unwrap();
        assert_eq!(parts.len(), 1);
        assert_eq!((parts[0].name.as_str(), parts[0].trips.len()), ("one", 3));
        let text = parts[0].trips[0].to_string();
        let own = first[0]
            .json(&Model {
                prefix: "R0x".to_owned(),
                ..model.clone()
            })
            .to_string();
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(read(&text), read(&own));
        assert_eq!(parts[0].operations, ["lockstep.r0#R0xOp0"]);
    }
}
