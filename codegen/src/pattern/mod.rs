//! From the regular expressions of models to those of Rust.
//!
//! Smithy's patterns are those of ECMA-262, read here as with its `u` flag: a character is a code point. Their `\d`,
//! `\w` and `\b` are ASCII, their `\s` and `.` have lists of their own, and brackets do not nest, so a pattern must not
//! be handed to the `regex` crate as it stands. A pattern matches anywhere in a value unless it is anchored:
//! <https://smithy.io/2.0/spec/constraint-traits.html#pattern-trait>.
//!
//! What authors of models take from Java is read as Java reads it where ECMA-262 has no meaning for it: `\p{Graph}` and
//! its like, and `\x{60}`.

mod class;
mod escape;
mod flags;
mod scan;
mod size;

/// A pattern in the syntax of the `regex` crate, or of `fancy-regex`, which extends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translated {
    /// The pattern.
    pub regex: String,
    /// What it takes to run it.
    pub engine: Engine,
}

/// What it takes to run a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The `regex` crate, whose time is linear in the length of the value.
    Linear,
    /// An engine that goes back and tries again, because the pattern looks around or refers back.
    Backtracking,
}

/// The most memory that a compiled pattern may take, in bytes; whoever compiles it must allow as much. Amazon Connect's
/// `^[\P{C}\r\n\t]{1,250}$` takes between 10 and 20 MiB, more than the `regex` crate allows unless told.
pub const SIZE_LIMIT: usize = 32 << 20;

/// Translates a pattern.
///
/// # Errors
/// What is wrong with it, as a phrase that can follow the name of the shape.
pub fn translate(ecma: &str) -> Result<Translated, String> {
    let mut scanned = scan::scan(ecma, false)?;
    if scanned.refers_back {
        // Only then do groups have to be numbered as in the model.
        scanned = scan::scan(ecma, true)?;
    }
    let skeleton = regex_syntax::parse(&scanned.skeleton).map_err(|error| match error {
        regex_syntax::Error::Parse(error) => error.kind().to_string(),
        regex_syntax::Error::Translate(error) => error.kind().to_string(),
        other => other.to_string(),
    })?;
    let engine = if scanned.refers_back || scanned.looks_around || scanned.keeps {
        Engine::Backtracking
    } else {
        Engine::Linear
    };
    if engine == Engine::Linear && size::at_most(&skeleton) > SIZE_LIMIT {
        // As the generated crate will compile it: one that is too large must not be found out by its first value.
        let compiled = regex::RegexBuilder::new(&scanned.regex)
            .size_limit(SIZE_LIMIT)
            .build();
        compiled.map_err(|error| match error {
            regex::Error::CompiledTooBig(limit) => {
                format!("it takes more than {limit} bytes; a `length` counts without a pattern")
            }
            other => other.to_string(),
        })?;
    }
    Ok(Translated {
        regex: scanned.regex,
        engine,
    })
}
