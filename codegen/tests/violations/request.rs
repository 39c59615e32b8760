//! A request with faults, and what is to be told of them.

use bytes::Bytes;
use http::Request;

use crate::faults::{Fault, Kind, PARTS, Part};

/// What a client is told of a fault.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// The JSON pointer.
    pub(crate) path: String,
    /// The whole sentence; `None` for a value that cannot be read, of which the sentence is no one's rule.
    pub(crate) sentence: Option<String>,
}

impl Told {
    fn new(path: String, fault: &Fault) -> Self {
        let sentence = match fault {
            Fault::Unreadable => None,
            Fault::Broken(rule) => Some(format!(
                "Value at '{path}' failed to satisfy constraint: Member {rule}"
            )),
            Fault::Length(found, rule) => Some(format!(
                "Value with length {found} at '{path}' failed to satisfy constraint: Member {rule}"
            )),
        };
        Self { path, sentence }
    }

    /// Whether a sentence of the answer says this.
    pub(crate) fn is_in(&self, sentence: &str) -> bool {
        match &self.sentence {
            Some(expected) => sentence == expected,
            None => sentence
                .strip_prefix(&self.path)
                .and_then(|rest| rest.strip_prefix(": "))
                .is_some_and(|what| !what.is_empty()),
        }
    }
}

/// A request under construction: the faults are put in one by one.
#[derive(Default)]
pub(crate) struct Faulty {
    body: Structure,
    parts: Vec<&'static Part>,
}

/// A value of `Faults`, in the order in which its members are written.
#[derive(Default)]
struct Structure {
    faults: Vec<&'static Kind>,
    containers: Vec<Container>,
}

/// A member that holds other structures.
struct Container {
    /// How many faults stand before it.
    after: usize,
    name: String,
    /// The structures, each with its key or index.
    entries: Vec<(String, Structure)>,
}

impl Faulty {
    /// Adds a fault to the structure at a place, which is made if it is not there.
    pub(crate) fn with(mut self, kind: &'static Kind, place: &str) -> Self {
        let mut steps = place.split('/').skip(1);
        let mut structure = &mut self.body;
        while let Some(name) = steps.next() {
            let key = match name {
                "child" => "",
                _ => steps.next().unwrap(),
            };
            structure = structure.at(name, key);
        }
        structure.faults.push(kind);
        self
    }

    /// Adds a fault before the body.
    pub(crate) fn with_part(mut self, part: &'static Part) -> Self {
        self.parts.push(part);
        self
    }

    /// What is to be told, in the order of the request.
    pub(crate) fn told(&self) -> Vec<Told> {
        let mut told: Vec<Told> = PARTS
            .iter()
            .filter(|part| self.parts.iter().any(|other| std::ptr::eq(*other, *part)))
            .map(|part| Told::new(part.path.to_owned(), &part.fault))
            .collect();
        let mut writing = Writing::default();
        self.body.write("", &mut writing);
        writing.told.sort_by_key(|(at, _)| *at);
        told.extend(writing.told.into_iter().map(|(_, told)| told));
        told
    }

    /// The body.
    pub(crate) fn body(&self) -> String {
        let mut writing = Writing::default();
        self.body.write("", &mut writing);
        writing.text
    }

    /// The request.
    pub(crate) fn request(&self) -> Request<Bytes> {
        let text = |name: &str, without: Option<&'static str>| {
            let part = self.parts.iter().find(|part| part.name == name);
            part.map_or(without, |part| part.text)
        };
        let mut query = Vec::new();
        for (name, without) in [
            ("needed", Some("q")),
            ("size", None),
            ("colours", None),
            ("flag", None),
        ] {
            query.extend(text(name, without).map(|text| format!("{name}={text}")));
        }
        let uri = format!(
            "/check/{}/{}?{}",
            text("label", Some("l")).unwrap(),
            text("count", Some("1")).unwrap(),
            query.join("&")
        );
        let mut request = Request::post(uri).header("content-type", "application/json");
        for (name, without) in [
            ("X-Needed", Some("h")),
            ("X-Word", None),
            ("X-Time", None),
            ("X-Numbers", None),
        ] {
            if let Some(text) = text(name, without) {
                request = request.header(name, text);
            }
        }
        request.body(self.body().into()).unwrap()
    }
}

impl Structure {
    fn at(&mut self, name: &str, key: &str) -> &mut Self {
        let containers = &mut self.containers;
        let found = containers.iter().position(|known| known.name == name);
        let place = found.unwrap_or_else(|| {
            containers.push(Container {
                after: self.faults.len(),
                name: name.to_owned(),
                entries: Vec::new(),
            });
            containers.len() - 1
        });
        let entries = &mut containers[place].entries;
        // Elements before the one that is wanted have no fault.
        if name == "children" {
            let index: usize = key.parse().unwrap();
            while entries.len() <= index {
                entries.push((entries.len().to_string(), Self::default()));
            }
        }
        let found = entries.iter().position(|(known, _)| known == key);
        let place = found.unwrap_or_else(|| {
            entries.push((key.to_owned(), Self::default()));
            entries.len() - 1
        });
        &mut entries[place].1
    }

    fn write(&self, path: &str, to: &mut Writing) {
        let start = to.text.len();
        to.text.push('{');
        let mut is_first = true;
        let mut name = |name: &str, to: &mut Writing| {
            let comma = if is_first { "" } else { ", " };
            is_first = false;
            to.text.push_str(&format!("{comma}\"{name}\": "));
        };
        if self.faults.iter().all(|kind| kind.json.is_some()) {
            name("needed", to);
            to.text.push_str("\"n\"");
        }
        for place in 0..=self.faults.len() {
            for container in self
                .containers
                .iter()
                .filter(|container| container.after == place)
            {
                name(&container.name, to);
                container.write(path, to);
            }
            let Some(kind) = self.faults.get(place) else {
                continue;
            };
            let told = Told::new(format!("{path}/{}{}", kind.member, kind.below), &kind.fault);
            match kind.json {
                Some(json) => {
                    name(kind.member, to);
                    to.told.push((to.text.len() + kind.before.len(), told));
                    to.text.push_str(json);
                }
                None => to.told.push((start, told)),
            }
        }
        to.text.push('}');
    }
}

impl Container {
    /// `path` is the one of the structure around it.
    fn write(&self, path: &str, to: &mut Writing) {
        let (open, close) = match self.name.as_str() {
            "child" => ("", ""),
            "children" => ("[", "]"),
            _ => ("{", "}"),
        };
        to.text.push_str(open);
        for (index, (key, structure)) in self.entries.iter().enumerate() {
            to.text.push_str(if index == 0 { "" } else { ", " });
            if open == "{" {
                to.text.push_str(&format!("\"{key}\": "));
            }
            let slash = if key.is_empty() { "" } else { "/" };
            structure.write(&format!("{path}/{}{slash}{key}", self.name), to);
        }
        to.text.push_str(close);
    }
}

/// A body as it is being written, and each fault with its place in it.
#[derive(Default)]
struct Writing {
    text: String,
    told: Vec<(usize, Told)>,
}
