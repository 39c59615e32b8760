//! What the tests share: requests read out of files, and where those files are.

#![allow(dead_code, reason = "not every test uses all of it")]
#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

use std::fs;
use std::path::{Path, PathBuf};

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use lockstep_sigv4::Head;

/// A request as its bytes say, not brought into the form of any library: the path may have characters that no URI has.
#[derive(Clone, Debug)]
pub(crate) struct Raw {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Raw {
    /// Reads a request. `None` where an HTTP server would not take it for one. Lines may end in LF alone, and a line
    /// that begins with a blank continues the one before.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let (head, body) = split(bytes, "\r\n\r\n")
            .or_else(|| split(bytes, "\n\n"))
            .unwrap_or((bytes, b""));
        let mut lines: Vec<Vec<u8>> = Vec::new();
        for line in head.split(|byte| *byte == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.is_empty() {
                continue;
            }
            if line.contains(&b'\r') {
                return None;
            }
            match (lines.last_mut(), line.first()) {
                (Some(last), Some(b' ' | b'\t')) => last.extend_from_slice(line),
                _ => lines.push(line.to_vec()),
            }
        }
        let mut lines = lines.into_iter();
        let first = String::from_utf8(lines.next()?).ok()?;
        let first = first.strip_suffix(" HTTP/1.1").unwrap_or(&first);
        let (method, target) = first.split_once(' ')?;
        Method::from_bytes(method.as_bytes()).ok()?;
        let mut headers = HeaderMap::new();
        for line in lines {
            let colon = line.iter().position(|byte| *byte == b':')?;
            let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
            headers.append(
                HeaderName::from_bytes(name).ok()?,
                HeaderValue::from_bytes(value).ok()?,
            );
        }
        Some(Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers,
            body: body.to_vec(),
        })
    }

    pub(crate) fn head(&self) -> Head<'_> {
        let (path, query) = self.target.split_once('?').unwrap_or((&self.target, ""));
        Head {
            method: &self.method,
            path,
            query,
            headers: &self.headers,
            authority: None,
        }
    }
}

/// In a debug build, searching text is much faster than searching bytes, and nearly all requests are text.
fn split<'a>(bytes: &'a [u8], between: &str) -> Option<(&'a [u8], &'a [u8])> {
    let at = match std::str::from_utf8(bytes) {
        Ok(text) => text.find(between),
        Err(_) => bytes
            .windows(between.len())
            .position(|window| window == between.as_bytes()),
    }?;
    Some((&bytes[..at], &bytes[at + between.len()..]))
}

/// A folder beside the checkout, or nothing, with a note, where there is none.
pub(crate) fn beside_the_checkout(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared")
        .join(folder);
    if path.is_dir() {
        return Some(path);
    }
    println!("not run: there is no {}", path.display());
    None
}

/// What is in a folder, in the order of the names.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
}
