//! The lines that are generated for one operation.

use std::fs;
use std::path::Path;

use super::super::Problem;
use super::place::{OPERATION, Place};
use super::row::{Row, Unit};

/// How much there is to read.
#[derive(Default)]
struct Size {
    files: usize,
    lines: usize,
    /// In characters.
    longest: usize,
}

/// Lines in all, in each crate, and how long the longest is.
///
/// # Errors
/// The generator refuses the model.
pub(super) fn rows(place: &Place) -> Result<Vec<Row>, Problem> {
    let model = place.connect().unwrap_or_else(|| place.own_connect());
    let work = place.work("lines", &model, true)?;
    work.generate()?;
    let mut all = Size::default();
    let mut parts = Vec::new();
    for part in ["types", "server", "client"] {
        let mut size = Size::default();
        add(&work.crates().join(format!("connect-{part}")), &mut size)?;
        all.files += size.files;
        all.lines += size.lines;
        all.longest = all.longest.max(size.longest);
        parts.push(count(format!("  of these in {part}"), size.lines));
    }
    work.remove()?;
    let mut rows = vec![
        count(format!("lines generated for {OPERATION}"), all.lines)
            .reach(600.0)
            // The issue: the first in 9 files and the client alone, the second in 92 files.
            .others(&[
                (1059.0, "the AWS SDK crate, client only"),
                (10_159.0, "official generator, both"),
            ]),
    ];
    rows.extend(parts);
    rows.push(count("  files".to_owned(), all.files).others(&[
        (9.0, "the AWS SDK crate, client only"),
        (92.0, "official generator, both"),
    ]));
    rows.push(count("  columns of the longest line".to_owned(), all.longest).reach(100.0));
    Ok(rows)
}

fn count(what: String, number: usize) -> Row {
    // No file is so long that a float could not count its lines.
    Row::new(what, Unit::Count, number as f64)
}

/// Adds the files of Rust below a folder.
fn add(folder: &Path, size: &mut Size) -> Result<(), Problem> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            add(&path, size)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path)?;
            let longest = text.lines().map(|line| line.chars().count()).max();
            size.files += 1;
            size.lines += text.lines().count();
            size.longest = size.longest.max(longest.unwrap_or(0));
        }
    }
    Ok(())
}
