//! The signatures of our clients, recomputed by a verifier that is not ours: botocore's signing code.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde::Deserialize;

use super::client;
use super::process;
use super::report::Played;

/// How long the requests, or their signatures, may take.
const TO_COMPUTE: Duration = Duration::from_secs(60);

/// What is said of a request besides what the script reads.
#[derive(Deserialize)]
struct Signed {
    name: String,
}

/// Has the example make its requests, and the script recompute their signatures. Returns the names of the requests and
/// what the script said of them.
///
/// # Errors
///
/// The example does not make its requests.
pub(super) fn recompute(
    example: &Path,
    installed: &Path,
    folder: &Path,
) -> Result<(Vec<String>, Played), String> {
    let made = process::run(Command::new(example).env_clear(), TO_COMPUTE)?;
    if !made.status.is_some_and(|status| status.success()) {
        return Err(format!(
            "the example `signatures` failed\n{}",
            process::tail(&made.stderr)
        ));
    }
    let named = made.stdout.lines().map(serde_json::from_str);
    let named: Result<Vec<Signed>, _> = named.collect();
    let named = named.map_err(|error| format!("the example `signatures`: {error}"))?;
    let file = folder.join("signatures");
    fs::write(&file, &made.stdout).map_err(|error| format!("{}: {error}", file.display()))?;
    let script = client::python(installed, "signatures.py").and_then(|mut command| {
        command.arg(&file).env_clear();
        // The names are in many scripts, and the checkout stays as it is.
        command.envs([("PYTHONUTF8", "1"), ("PYTHONDONTWRITEBYTECODE", "1")]);
        process::run(&mut command, TO_COMPUTE)
    });
    let names = named.into_iter().map(|signed| signed.name).collect();
    Ok((names, Played::from_run("botocore", script)))
}
