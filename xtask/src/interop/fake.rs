//! A typed fake of a part of a large service, driven by that service's own SDK.
//!
//! The model is Amazon's own, so it stands beside the checkout or is not there; then there is nothing to drive.

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use lockstep_codegen::tree::{self, Files};

use super::client;
use super::process;
use super::report::Played;
use super::server::Server;
use crate::scratch::{self, Workspace};

/// The program, which is compiled on the generated crates.
const PROGRAM: &str = include_str!("../../interop/fake/main.rs");

/// The steps of the script.
pub(super) const STEPS: [&str; 6] = [
    "list-functions",
    "invoke",
    "invoke-bytes",
    "invoke-unknown-function",
    "broken-constraint",
    "left-to-501",
];

/// How long the script may take.
const TO_PLAY: Duration = Duration::from_secs(120);

/// Generates, builds and drives the fake.
///
/// # Errors
///
/// The model cannot be generated, or the program does not compile or start.
pub(super) fn drive(
    model: &Path,
    installed: &Path,
    folder: &Path,
) -> Result<Played, Box<dyn Error>> {
    let mut files = Files::new();
    for service in scratch::of_model(model, None)? {
        for (path, text) in service.partial().crates()?.iter() {
            files.insert(path, text)?;
        }
    }
    files.insert("fake/Cargo.toml", manifest())?;
    files.insert("fake/src/main.rs", PROGRAM)?;
    let workspace = Workspace::open("fake")?;
    workspace.write(&files)?;
    workspace.fetch()?;
    let built = workspace
        .cargo("build")
        .args(["--offline", "--quiet", "--package", "fake"])
        .status()?;
    if !built.success() {
        return Err("the fake does not compile".into());
    }
    let server = Server::start(&Workspace::program("fake"), &[], folder)?;
    let mut script = client::python(installed, "fake.py")?;
    let home = folder.join("fake-home");
    std::fs::create_dir(&home)?;
    script.arg(server.url());
    Ok(Played::from_run(
        "boto3",
        process::run(client::at_home(&mut script, &home), TO_PLAY),
    ))
}

fn manifest() -> String {
    format!(
        "# {} by `cargo xtask interop`.\n\n[package]\nname = \"fake\"\nversion.workspace = true\n\
         edition.workspace = true\n\n[dependencies]\nlambda-server.workspace = true\n\
         axum = {{ workspace = true, features = [\"http1\", \"tokio\"] }}\n\
         tokio = {{ workspace = true, features = [\"macros\", \"net\", \"rt\"] }}\n",
        tree::MARK
    )
}
