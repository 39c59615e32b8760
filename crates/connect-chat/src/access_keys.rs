//! Whom the service knows: the access keys that requests may be signed with, from settings or from a file.
//!
//! One entry is `ID:SECRET`, or `ID:SECRET:TOKEN` for a key that goes with a session token; none of the three has a colon
//! in AWS's alphabets. A file has one entry a line, and may have empty lines and lines that begin with `#`.

use std::collections::HashMap;
use std::convert::Infallible;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Mutex, MutexGuard, PoisonError};
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

/// A file of access keys, which is read again when it has changed.
struct KeyFile {
    path: PathBuf,
    loaded: Mutex<Loaded>,
}

struct Loaded {
    stamp: Stamp,
    keys: KeyMap,
}

/// What tells one version of a file from the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
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
    /// The keys of these entries, and of a file that is read now and again whenever it has changed.
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
        let file = file.map(KeyFile::read).transpose()?;
        let is_empty = |file: &KeyFile| file.loaded().keys.is_empty();
        if listed.is_empty() && file.as_ref().is_none_or(is_empty) {
            return Err(KeysError::NoKeys);
        }
        Ok(Self { listed, file })
    }
}

impl AccessKeys for KnownKeys {
    async fn access_key(&self, id: &str, _: Option<&str>) -> Result<AccessKey, LookupError> {
        if let Some(key) = self.listed.get(id) {
            return Ok(key.clone());
        }
        let file = self.file.as_ref().ok_or(LookupError::Unknown)?;
        file.refresh().await;
        let loaded = file.loaded();
        loaded.keys.get(id).cloned().ok_or(LookupError::Unknown)
    }
}

impl KeyFile {
    fn read(path: &Path) -> Result<Self, KeysError> {
        Ok(Self {
            path: path.to_owned(),
            loaded: Mutex::new(load(path)?),
        })
    }

    /// Reads the file again if it has changed. If it cannot be read now, what it said before holds, because whoever
    /// writes it may be half way through.
    async fn refresh(&self) {
        let known = self.loaded().stamp;
        let path = self.path.clone();
        // A disk may be slow, and other requests must not wait for it.
        let read = tokio::task::spawn_blocking(move || {
            if stamp(&path).is_ok_and(|stamp| stamp == known) {
                return Ok(None);
            }
            load(&path).map(Some)
        });
        match read.await {
            Ok(Ok(None)) => {}
            Ok(Ok(Some(loaded))) => {
                tracing::info!(keys = loaded.keys.len(), "the access keys were read again");
                *self.loaded() = loaded;
            }
            Ok(Err(error)) => tracing::error!(%error, "the access keys stay as they were"),
            Err(error) => tracing::error!(%error, "the access keys stay as they were"),
        }
    }

    fn loaded(&self) -> MutexGuard<'_, Loaded> {
        self.loaded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn load(path: &Path) -> Result<Loaded, KeysError> {
    let failed = |error| KeysError::File(path.to_owned(), error);
    // The stamp first: if the file changes in between, it is read once more.
    let stamp = stamp(path).map_err(failed)?;
    let text = Zeroizing::new(fs::read_to_string(path).map_err(failed)?);
    let mut keys = KeyMap::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if !line.is_empty() && !line.starts_with('#') {
            add(&mut keys, line, || {
                format!("line {} of {}", index + 1, path.display())
            })?;
        }
    }
    Ok(Loaded { stamp, keys })
}

fn stamp(path: &Path) -> io::Result<Stamp> {
    let metadata = fs::metadata(path)?;
    Ok(Stamp {
        modified: metadata.modified().ok(),
        length: metadata.len(),
    })
}

/// Reads one entry.
fn add(keys: &mut KeyMap, entry: &str, place: impl Fn() -> String) -> Result<(), KeysError> {
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
    Ok(())
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
