//! From what strace notes to the files as they were.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// What a process has done, as far as it matters here. Files go by their names in the store's folder.
pub(crate) enum Event {
    /// Bytes were written at a place of a file.
    Wrote(String, usize, Vec<u8>),
    /// A file was cut to a length, or made longer.
    Truncated(String, usize),
    /// A sync of a file has begun: this is what it will cover.
    SyncBegan(String),
    /// A sync of a file is done.
    Synced(String),
    /// A line was printed.
    Said(String),
}

/// The files of a folder: what is in them, what a sync that has begun covers, and what has been synced.
#[derive(Default)]
pub(crate) struct Files {
    now: HashMap<String, Vec<u8>>,
    covered: HashMap<String, Vec<u8>>,
    synced: HashMap<String, Vec<u8>>,
}

impl Files {
    /// Those of this folder, all of which have been synced.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut files = Self::default();
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            files.now.insert(name, fs::read(entry.path()).unwrap());
        }
        files.synced = files.now.clone();
        files
    }

    pub(crate) fn apply(&mut self, event: &Event) {
        match event {
            Event::Wrote(name, place, bytes) => {
                let file = self.now.entry(name.clone()).or_default();
                let end = place + bytes.len();
                if file.len() < end {
                    file.resize(end, 0);
                }
                file[*place..end].copy_from_slice(bytes);
            }
            Event::Truncated(name, length) => {
                self.now.entry(name.clone()).or_default().resize(*length, 0);
            }
            Event::SyncBegan(name) => {
                let file = self.now.get(name).cloned().unwrap_or_default();
                self.covered.insert(name.clone(), file);
            }
            Event::Synced(name) => {
                let file = self.covered.remove(name).unwrap();
                self.synced.insert(name.clone(), file);
            }
            Event::Said(_) => {}
        }
    }

    /// Writes to a folder what has been synced, and nothing else.
    pub(crate) fn write_synced(&self, folder: &Path) {
        for (name, bytes) in &self.synced {
            fs::write(folder.join(name), bytes).unwrap();
        }
    }
}

/// What a trace says of the files in a folder, and of what was printed.
pub(crate) fn events(trace: &str, folder: &Path) -> Vec<Event> {
    let folder = format!("{}/", fs::canonicalize(folder).unwrap().display());
    let mut events = Vec::new();
    // The file whose sync a thread waits for: strace splits a call during which another thread made one.
    let mut waiting: HashMap<&str, String> = HashMap::new();
    for line in trace.lines() {
        let (thread, text) = line.split_once(' ').unwrap();
        let text = text.trim_start();
        if text.starts_with("<... f") && text.ends_with("= 0") {
            events.extend(waiting.remove(thread).map(Event::Synced));
            continue;
        }
        let Some((name, arguments)) = text.split_once('(') else {
            continue;
        };
        let Some((descriptor, rest)) = arguments.split_once('<') else {
            continue;
        };
        let Some((path, rest)) = rest.split_once('>') else {
            continue;
        };
        if name == "write" && descriptor == "1" {
            let said = String::from_utf8(bytes(rest)).unwrap();
            let lines = said.lines().map(str::to_owned);
            events.extend(lines.map(Event::Said));
        }
        let Some(file) = plain(path).strip_prefix(&folder).map(str::to_owned) else {
            continue;
        };
        let number = |text: &str| -> usize {
            let digits = text.trim_start_matches([' ', ',']);
            let end = digits.find(|c: char| !c.is_ascii_digit());
            digits[..end.unwrap_or(digits.len())].parse().unwrap()
        };
        match name {
            "pwrite64" => {
                let after = &rest[rest.rfind('"').unwrap() + 1..];
                let place = number(after.trim_start_matches(", ").split_once(',').unwrap().1);
                events.push(Event::Wrote(file, place, bytes(rest)));
            }
            "ftruncate" => events.push(Event::Truncated(file, number(rest))),
            "fsync" | "fdatasync" => {
                events.push(Event::SyncBegan(file.clone()));
                if rest.ends_with("<unfinished ...>") {
                    waiting.insert(thread, file);
                } else if rest.ends_with("= 0") {
                    events.push(Event::Synced(file));
                }
            }
            _ => {}
        }
    }
    events
}

/// The bytes of the text in quotes, all of which are written as `\x0a`.
fn bytes(text: &str) -> Vec<u8> {
    let (start, end) = (text.find('"').unwrap(), text.rfind('"').unwrap());
    assert!(!text[end..].starts_with("\"..."), "it was cut off");
    let digits = text[start + 1..end].split("\\x").skip(1);
    digits
        .map(|digits| u8::from_str_radix(digits, 16).unwrap())
        .collect()
}

/// A path, which may be written as hexadecimal digits too.
fn plain(path: &str) -> String {
    if path.starts_with("\\x") {
        String::from_utf8(bytes(&format!("\"{path}\""))).unwrap()
    } else {
        path.to_owned()
    }
}
