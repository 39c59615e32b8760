//! Whom the service knows: the access keys that requests may be signed with, from settings or from a file.
//!
//! One entry is `ID:SECRET`, or `ID:SECRET:TOKEN` for a key that goes with a session token; none of the three has a colon
//! in AWS's alphabets. A file has one entry a line, and may have empty lines and lines that begin with `#`. It is read for
//! each request whose key is not in the settings: neither its time nor its length tells for sure that it has not changed, and
//! a key that was taken out must not be good any longer.

use std::collections::HashMap;
use std::convert::Infallible;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, SystemTime};
use std::{fmt, fs, io};

use lockstep_server::auth::{AccessKey, AccessKeys, LookupError};
use zeroize::Zeroizing;

/// The access keys of the service.
#[derive(Debug)]
pub struct KnownKeys {
    listed: KeyMap,
    file: Option<KeyFile>,
}

type KeyMap = HashMap<String, AccessKey>;

/// A file of access keys.
struct KeyFile {
    path: PathBuf,
    last: tokio::sync::Mutex<Last>,
}

/// What a file said when it was read last.
struct Last {
    /// All of it; nothing if it could not be read.
    text: Option<Zeroizing<String>>,
    /// The keys of the last text that could be read.
    keys: KeyMap,
}

/// An entry as it was given, not yet read: whoever parses flags shows what they cannot parse, and this is a secret.
#[derive(Clone)]
pub struct KeyEntry(Zeroizing<String>);

impl FromStr for KeyEntry {
    type Err = Infallible;

    fn from_str(entry: &str) -> Result<Self, Infallible> {
        Ok(Self(Zeroizing::new(entry.to_owned())))
    }
}

impl fmt::Debug for KeyEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyEntry(..)")
    }
}

/// Why the access keys cannot be used. No secret is shown, nor what may be one.
#[derive(Debug)]
#[non_exhaustive]
pub enum KeysError {
    /// There is no key at all, so nobody could call.
    NoKeys,
    /// This entry, by its place, is not one.
    Entry {
        /// `access key 2`, or `line 2 of keys.txt`.
        place: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The file cannot be read.
    File(PathBuf, io::Error),
}

impl KnownKeys {
    /// The keys of these entries, and those of a file, which may change later.
    ///
    /// # Errors
    ///
    /// An entry cannot be read, the file cannot, or there is no key.
    pub fn new(entries: &[KeyEntry], file: Option<&Path>) -> Result<Self, KeysError> {
        let mut listed = KeyMap::new();
        for (index, entry) in entries.iter().enumerate() {
            add(&mut listed, &entry.0, || {
                format!("access key {}", index + 1)
            })?;
        }
        let file = file.map(|path| KeyFile::read(path, &listed)).transpose()?;
        if listed.is_empty() && file.as_ref().is_none_or(|(_, keys)| *keys == 0) {
            return Err(KeysError::NoKeys);
        }
        let file = file.map(|(file, _)| file);
        Ok(Self { listed, file })
    }
}

impl AccessKeys for KnownKeys {
    async fn access_key(&self, id: &str, _: Option<&str>) -> Result<AccessKey, LookupError> {
        if let Some(key) = self.listed.get(id) {
            return Ok(key.clone());
        }
        let file = self.file.as_ref().ok_or(LookupError::Unknown)?;
        let key = file.key(id, &self.listed).await;
        key.ok_or(LookupError::Unknown)
    }
}

impl KeyFile {
    /// The file, and how many keys it has.
    fn read(path: &Path, listed: &KeyMap) -> Result<(Self, usize), KeysError> {
        let text = text(path)?;
        let keys = parse(&text, path, listed)?;
        let count = keys.len();
        let last = Last {
            text: Some(text),
            keys,
        };
        Ok((
            Self {
                path: path.to_owned(),
                last: last.into(),
            },
            count,
        ))
    }

    /// The key of this id, as the file is now. If it cannot be read now, what it said before holds, because whoever writes
    /// it may be half way through.
    async fn key(&self, id: &str, listed: &KeyMap) -> Option<AccessKey> {
        // One after the other, so that none puts back what another has found replaced.
        let mut last = self.last.lock().await;
        let path = self.path.clone();
        let read = tokio::task::spawn_blocking(move || text(&path)).await;
        let problem = match read {
            Ok(Ok(text)) if last.text.as_ref() == Some(&text) => None,
            Ok(Ok(text)) => {
                let parsed = parse(&text, &self.path, listed);
                last.text = Some(text);
                match parsed {
                    Ok(keys) => {
                        tracing::info!(keys = keys.len(), "the access keys have changed");
                        last.keys = keys;
                        None
                    }
                    Err(error) => Some(error.to_string()),
                }
            }
            // It is told once, and not for each request.
            Ok(Err(error)) => last.text.take().map(|_| error.to_string()),
            Err(error) => last.text.take().map(|_| error.to_string()),
        };
        if let Some(problem) = problem {
            tracing::error!(problem, "the access keys stay as they were");
        }
        last.keys.get(id).cloned()
    }
}

fn text(path: &Path) -> Result<Zeroizing<String>, KeysError> {
    let text = fs::read_to_string(path);
    text.map(Zeroizing::new)
        .map_err(|error| KeysError::File(path.to_owned(), error))
}

/// The keys of a file, none of which may be among those of the settings: two secrets of one key cannot both be meant.
fn parse(text: &str, path: &Path, listed: &KeyMap) -> Result<KeyMap, KeysError> {
    let mut keys = KeyMap::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let place = || format!("line {} of {}", index + 1, path.display());
        let id = add(&mut keys, line, place)?;
        if listed.contains_key(&id) {
            return Err(KeysError::Entry {
                place: place(),
                problem: "has the id of a key in the settings",
            });
        }
    }
    Ok(keys)
}

/// Reads one entry, and returns its id.
fn add(keys: &mut KeyMap, entry: &str, place: impl Fn() -> String) -> Result<String, KeysError> {
    let refuse = |problem| {
        Err(KeysError::Entry {
            place: place(),
            problem,
        })
    };
    let mut parts = entry.splitn(3, ':');
    let id = parts.next().unwrap_or_default();
    let secret = parts.next().unwrap_or_default();
    if id.is_empty() || secret.is_empty() {
        return refuse("is not ID:SECRET or ID:SECRET:TOKEN");
    }
    // What stands in a credential scope cannot have these (Signature Version 4, "Credential scope").
    if id.contains(['/', ' ', ',']) || !id.is_ascii() {
        return refuse("has an id with a slash, a blank, a comma or a letter beyond ASCII");
    }
    let key = AccessKey::new(id, secret);
    let key = match parts.next() {
        Some("") => return refuse("has an empty session token"),
        Some(token) => key.session(token, never()),
        None => key,
    };
    if keys.insert(id.to_owned(), key).is_some() {
        return refuse("has the id of an earlier one");
    }
    Ok(id.to_owned())
}

/// Sessions end when whoever keeps the entries takes theirs out, and not by themselves.
fn never() -> SystemTime {
    const CENTURY: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
    SystemTime::now() + CENTURY
}

impl fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KeyFile").field(&self.path).finish()
    }
}

impl fmt::Display for KeysError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoKeys => f.write_str(
                "no access key is known, so nobody could call: give --access-key ID:SECRET or \
                 --access-key-file FILE, or turn signatures off with --auth off",
            ),
            Self::Entry { place, problem } => write!(f, "{place} {problem}"),
            Self::File(path, error) => write!(f, "{} cannot be read: {error}", path.display()),
        }
    }
}

impl Error for KeysError {}
