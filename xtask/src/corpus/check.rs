//! The compiler's word on what was generated.

use std::error::Error;
use std::process::Command;
use std::time::Instant;

use lockstep_codegen::tree::{self, Files};
use serde::Deserialize;

use super::{Check, Tried};
use crate::scratch::Workspace;

/// Compiles the crates of all services that were generated, one service after the other, so that each has its own time.
///
/// # Errors
///
/// Cargo cannot be run, or the dependencies do not compile.
pub(super) fn all(
    workspace: &Workspace,
    check: Check,
    tried: &mut [Tried],
) -> Result<(), Box<dyn Error>> {
    workspace.fetch()?;
    let total = tried.len();
    let mut first = true;
    for (index, one) in tried.iter_mut().enumerate() {
        if !one.problems.is_empty() {
            continue;
        }
        if std::mem::take(&mut first) {
            dependencies(workspace)?;
        }
        let start = Instant::now();
        one.problems = messages(cargo(workspace, &one.name, check))?;
        one.check = Some(start.elapsed());
        eprintln!(
            "checked {} in {:.1} s ({}/{total})",
            one.name,
            start.elapsed().as_secs_f64(),
            index + 1
        );
    }
    Ok(())
}

/// The crate that depends on what all generated crates depend on, with the features that nearly all of them ask for.
const RUNTIME: &str = "corpus-runtime";

/// Its files: nothing of its own.
///
/// # Errors
///
/// Never, unless a service has its name.
pub(super) fn runtime(files: &mut Files) -> Result<(), Box<dyn Error>> {
    let manifest = format!(
        "# {} by `cargo xtask corpus`.\n\n[package]\nname = \"{RUNTIME}\"\nversion.workspace = true\n\
         edition.workspace = true\n\n[dependencies]\n\
         lockstep-client = {{ workspace = true, features = [\"sigv4\"] }}\n\
         lockstep-server = {{ workspace = true, features = [\"sigv4\"] }}\n",
        tree::MARK
    );
    files.insert(format!("{RUNTIME}/Cargo.toml"), manifest)?;
    files.insert(
        format!("{RUNTIME}/src/lib.rs"),
        "//! What generated crates stand on.\n",
    )?;
    Ok(())
}

/// Compiles what all crates depend on, so that no service's time has it.
fn dependencies(workspace: &Workspace) -> Result<(), Box<dyn Error>> {
    let mut command = workspace.cargo("check");
    command.args(["--offline", "--quiet", "--package", RUNTIME]);
    if command.status()?.success() {
        Ok(())
    } else {
        Err("what the generated crates depend on does not compile".into())
    }
}

fn cargo(workspace: &Workspace, name: &str, check: Check) -> Command {
    let mut command = workspace.cargo("check");
    command.args(["--offline", "--quiet", "--message-format", "json"]);
    command.args(["--package", &format!("{name}-types")]);
    match check {
        Check::All => {
            command.args(["--package", &format!("{name}-server")]);
            command.args(["--package", &format!("{name}-client")]);
        }
        Check::None | Check::Types => _ = command.args(["--features", "client,server"]),
    }
    command
}

/// A line of cargo, of which only the compiler's messages count.
#[derive(Deserialize)]
struct Line {
    message: Option<Message>,
}

#[derive(Deserialize)]
struct Message {
    level: String,
    rendered: String,
}

/// Every error and warning.
fn messages(mut command: Command) -> Result<Vec<String>, Box<dyn Error>> {
    let output = command.output()?;
    let mut problems = Vec::new();
    for line in String::from_utf8(output.stdout)?.lines() {
        if let Some(message) = serde_json::from_str::<Line>(line)?.message
            && matches!(message.level.as_str(), "warning" | "error")
        {
            problems.push(message.rendered);
        }
    }
    if !output.status.success() && problems.is_empty() {
        problems.push(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(problems)
}
