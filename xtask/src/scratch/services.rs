//! The services under test: their models, and the settings by which they are generated.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::io::Read as _;
use std::path::Path;

use lockstep_codegen::ast::{self, Closure, Model, ShapeId};
use lockstep_codegen::diagnostic::Diagnostics;
use lockstep_codegen::settings::{self, EmptyOutput, Selection, ServiceSettings, Types};
use lockstep_codegen::tree::Files;
use lockstep_codegen::{generate, harness};
use toml::{Table, Value};

/// A service under test.
pub(crate) struct Service {
    /// The model's file name, without its folder: a copy of a model elsewhere makes the same crates.
    file: String,
    /// The model.
    text: String,
    /// How it is generated.
    settings: ServiceSettings,
    /// Round trips for its harness, if there are any.
    trips: Option<String>,
}

impl Service {
    /// A service with settings that are standard otherwise, of a model that was just made, and its round trips.
    ///
    /// # Errors
    ///
    /// The model has not exactly one service.
    pub(crate) fn with_trips(
        name: &str,
        empty_output: EmptyOutput,
        text: String,
        trips: String,
    ) -> Result<Self, Box<dyn Error>> {
        let file = format!("{name}.json");
        let [mut settings] = <[_; 1]>::try_from(standard(&file, &text, None)?)
            .map_err(|all| format!("{file}: {} services", all.len()))?;
        settings.name = name.to_owned();
        settings.empty_output = empty_output;
        Ok(Self {
            file,
            text,
            settings,
            trips: Some(trips),
        })
    }

    /// The first part of the names of its crates, and the suite's name in the table.
    pub(crate) fn name(&self) -> &str {
        &self.settings.name
    }

    /// The service in the model, if it is one of several.
    pub(crate) fn id(&self) -> Option<&str> {
        let id = self.settings.service.as_ref()?;
        Some(id.value.as_str())
    }

    /// The operations that are left out: by standard settings, those that stream events.
    pub(crate) fn left_out(&self) -> Vec<&str> {
        match &self.settings.operations {
            Selection::Omit(names) => names.iter().map(|name| name.value.as_str()).collect(),
            Selection::All | Selection::Only(_) => Vec::new(),
        }
    }

    /// The same service, of which a server may leave operations out.
    pub(crate) fn partial(mut self) -> Self {
        self.settings.partial_server = true;
        self
    }

    /// Its three crates.
    ///
    /// # Errors
    ///
    /// What cannot be generated.
    pub(crate) fn crates(&self) -> Result<Files, Diagnostics> {
        generate(&self.file, &self.text, &self.settings)
    }

    /// The operations and the data shapes of the service, those that are left out included.
    ///
    /// # Errors
    ///
    /// The model cannot be read.
    pub(crate) fn closure(&self) -> Result<Closure, Diagnostics> {
        let model = ast::load(&self.file, &self.text)?;
        match &self.settings.service {
            Some(id) => model.closure(&id.value),
            None => Ok(Closure::default()),
        }
    }

    /// Its three crates and its harness.
    ///
    /// # Errors
    ///
    /// What cannot be generated.
    pub(crate) fn files(&self) -> Result<Files, Box<dyn Error>> {
        let mut files = self.crates()?;
        for (path, text) in harness(&self.file, &self.text, &self.settings)?.iter() {
            files.insert(path, text)?;
        }
        if let Some(trips) = &self.trips {
            files.insert(format!("{}-harness/round-trips.json", self.name()), trips)?;
        }
        Ok(files)
    }
}

/// The services of a model, or the one that is named.
///
/// If a `lockstep.toml` stands beside the model and names it, its settings hold, because they say how the service
/// answers; only its types are closed in any case, as a harness needs it. Otherwise all is as standard, and operations
/// that stream events are left out, because those are not generated yet; [`Service::left_out`] names them.
///
/// # Errors
///
/// The model or the settings cannot be read.
pub(crate) fn of_model(path: &Path, only: Option<&str>) -> Result<Vec<Service>, Box<dyn Error>> {
    let (file, text) = if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        ("stdin.json".to_owned(), text)
    } else {
        let file = path
            .file_name()
            .ok_or_else(|| format!("{}: not a file", path.display()))?;
        (file.to_string_lossy().into_owned(), read(path)?)
    };
    let mut all = beside(path, &file, only)?;
    if all.is_empty() {
        all = standard(&file, &text, only)?;
    }
    let stem = crate_name(&file);
    let several = all.len() > 1;
    for settings in &mut all {
        settings.types = Types::Closed;
        settings.name = match &settings.service {
            Some(id) if several => format!("{stem}-{}", crate_name(id.value.name())),
            _ => stem.clone(),
        };
    }
    let service = |settings| Service {
        file: file.clone(),
        text: text.clone(),
        settings,
        trips: None,
    };
    Ok(all.into_iter().map(service).collect())
}

/// Gives services that have one name different ones, because their crates stand in one workspace.
///
/// # Errors
///
/// Never, unless there are more services than numbers.
pub(crate) fn name_apart(services: &mut [Service]) -> Result<(), Box<dyn Error>> {
    // The runtime's crates are called so.
    let mut taken = BTreeSet::from(["lockstep".to_owned()]);
    for service in services {
        let name = service.settings.name.clone();
        let numbered = (2_u32..).map(|number| format!("{name}-{number}"));
        let free = std::iter::once(name.clone())
            .chain(numbered)
            .find(|name| !taken.contains(name));
        service.settings.name = free.ok_or("too many services")?;
        taken.insert(service.settings.name.clone());
    }
    Ok(())
}

/// What the settings beside the model say of it.
fn beside(
    model: &Path,
    file: &str,
    only: Option<&str>,
) -> Result<Vec<ServiceSettings>, Box<dyn Error>> {
    let path = model.with_file_name("lockstep.toml");
    if !path.is_file() {
        return Ok(Vec::new());
    }
    let mut all = settings::read(&path.display().to_string(), &read(&path)?)?;
    all.retain(|settings| {
        let service = settings.service.as_ref().map(|id| id.value.as_str());
        // Settings that name no service are those of the model's only one.
        let is_asked_for = only.is_none_or(|only| service.is_none_or(|service| service == only));
        settings.model.value == file && is_asked_for
    });
    Ok(all)
}

/// Standard settings for each service of the model, without the operations that stream events.
fn standard(
    file: &str,
    text: &str,
    only: Option<&str>,
) -> Result<Vec<ServiceSettings>, Box<dyn Error>> {
    let model = ast::load(file, text)?;
    let ids: Vec<ShapeId> = match only {
        Some(only) => {
            vec![ShapeId::parse(only).ok_or_else(|| format!("`{only}` is not a shape id"))?]
        }
        None => model
            .services()
            .map(|(shape, _)| shape.id.clone())
            .collect(),
    };
    if ids.is_empty() {
        return Err(format!("{file}: the model has no service").into());
    }
    let mut sections = Table::new();
    for (index, id) in ids.iter().enumerate() {
        let mut section = Table::from_iter([
            ("model".to_owned(), Value::from("model.json")),
            ("service".to_owned(), Value::from(id.as_str())),
        ]);
        let omitted = event_streams(&model, id)?;
        if !omitted.is_empty() {
            let ids: Vec<&str> = omitted.iter().map(ShapeId::as_str).collect();
            section.insert("omit".to_owned(), Value::from(ids));
        }
        sections.insert(format!("service-{index}"), section.into());
    }
    Ok(settings::read("standard settings", &sections.to_string())?)
}

/// The operations of a service that stream events.
fn event_streams(model: &Model, service: &ShapeId) -> Result<Vec<ShapeId>, Box<dyn Error>> {
    let closure = model.closure(service)?;
    Ok(closure
        .operations
        .iter()
        .filter(|(_, operation)| model.has_event_stream(operation))
        .map(|(id, _)| id.clone())
        .collect())
}

/// A file's stem or a shape's name, as the first part of a crate's name.
fn crate_name(text: &str) -> String {
    let stem = text.split('.').next().unwrap_or_default().to_lowercase();
    let words: Vec<&str> = stem
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let name = words.join("-");
    match name.as_bytes().first() {
        Some(b'a'..=b'z') => name,
        Some(_) => format!("model-{name}"),
        None => "model".to_owned(),
    }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::{Selection, crate_name, standard};

    #[test]
    fn any_file_gives_the_name_of_a_crate() {
        for (file, name) in [
            ("rest-json.json", "rest-json"),
            ("My Model_2.json", "my-model-2"),
            ("2.json", "model-2"),
            ("ä.json", "model"),
        ] {
            assert_eq!(crate_name(file), name);
        }
    }

    #[test]
    fn without_settings_each_service_is_taken() {
        let service = |name: &str| format!(r#""a#{name}": {{"type": "service", "version": "1"}}"#);
        let text = format!(
            r#"{{"smithy": "2.0", "shapes": {{{}, {}}}}}"#,
            service("One"),
            service("Two")
        );
        let names = |only| -> Vec<String> {
            let all = standard("a.json", &text, only).unwrap();
            all.iter()
                .filter_map(|settings| Some(settings.service.as_ref()?.value.to_string()))
                .collect()
        };
        assert_eq!(names(None), ["a#One", "a#Two"]);
        assert_eq!(names(Some("a#Two")), ["a#Two"]);
    }

    #[test]
    fn operations_that_stream_events_are_left_out_by_name() {
        let text = r#"{"smithy": "2.0", "shapes": {
            "a#S": {"type": "service", "version": "1", "operations":
                [{"target": "a#In"}, {"target": "a#Out"}, {"target": "a#Plain"}, {"target": "a#Blob"}]},
            "a#In": {"type": "operation", "input": {"target": "a#WithEvents"}},
            "a#Out": {"type": "operation", "output": {"target": "a#Holder"}},
            "a#Plain": {"type": "operation", "output": {"target": "a#WithPlain"}},
            "a#Blob": {"type": "operation", "input": {"target": "a#WithBlob"}},
            "a#Holder": {"type": "structure", "members": {"m": {"target": "a#WithEvents"}}},
            "a#WithEvents": {"type": "structure", "members": {"m": {"target": "a#Events"}}},
            "a#WithPlain": {"type": "structure", "members": {"m": {"target": "a#Union"}}},
            "a#WithBlob": {"type": "structure", "members": {"m": {"target": "a#Bytes"}}},
            "a#Events": {"type": "union", "members": {"m": {"target": "smithy.api#String"}},
                "traits": {"smithy.api#streaming": {}}},
            "a#Union": {"type": "union", "members": {"m": {"target": "smithy.api#String"}}},
            "a#Bytes": {"type": "blob", "traits": {"smithy.api#streaming": {}}}
        }}"#;
        let all = standard("a.json", text, None).unwrap();
        let Selection::Omit(omitted) = &all[0].operations else {
            panic!("{:?}", all[0].operations)
        };
        let omitted: Vec<_> = omitted.iter().map(|name| name.value.as_str()).collect();
        assert_eq!(omitted, ["a#In", "a#Out"]);
    }
}
