//! The two servers and the example that makes signed requests, compiled.

use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::paths;

/// Where the compiled programs are.
pub(super) struct Programs {
    /// `connect-chat`.
    pub(super) service: PathBuf,
    /// The example `faults` of this package.
    pub(super) faults: PathBuf,
    /// The example `signatures` of this package.
    pub(super) signatures: PathBuf,
}

/// Compiles the programs with the cargo that runs this program.
///
/// # Errors
///
/// Cargo cannot be started or does not succeed; it has said why on the standard error.
pub(super) fn build() -> Result<Programs, String> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // With the features that the whole workspace turns on, so that nothing is compiled anew after `cargo test`.
    let arguments = [
        "build",
        "--workspace",
        "--bin",
        "connect-chat",
        "--example",
        "faults",
        "--example",
        "signatures",
        "--quiet",
    ];
    let mut command = Command::new(cargo);
    command
        .args(arguments)
        .args(["--message-format", "json-render-diagnostics"])
        .current_dir(paths::root());
    let built = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output();
    let built = built.map_err(|error| format!("cargo cannot be started: {error}"))?;
    if !built.status.success() {
        return Err(format!(
            "`cargo {}` failed: {}",
            arguments.join(" "),
            built.status
        ));
    }
    let messages = String::from_utf8_lossy(&built.stdout);
    let find = |name| {
        executable(&messages, name).ok_or_else(|| format!("cargo has built no program {name}"))
    };
    Ok(Programs {
        service: find("connect-chat")?,
        faults: find("faults")?,
        signatures: find("signatures")?,
    })
}

/// The program of this name in what Cargo says of what it has built, one JSON object a line.
fn executable(messages: &str, name: &str) -> Option<PathBuf> {
    #[derive(Deserialize)]
    struct Message {
        executable: Option<PathBuf>,
        target: Option<Target>,
    }
    #[derive(Deserialize)]
    struct Target {
        name: String,
    }
    let messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Message>(line).ok());
    let mut built = messages.filter(|message| {
        message
            .target
            .as_ref()
            .is_some_and(|target| target.name == name)
    });
    built.find_map(|message| message.executable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_found_among_the_messages() {
        let messages = r#"{"reason":"compiler-artifact","target":{"name":"chat"},"executable":null}
not JSON
{"reason":"compiler-artifact","target":{"name":"chat"},"executable":"target/debug/chat"}
{"reason":"build-finished","success":true}"#;
        assert_eq!(
            executable(messages, "chat"),
            Some("target/debug/chat".into())
        );
        assert_eq!(executable(messages, "other"), None);
    }
}
