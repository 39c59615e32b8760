//! The program of a scratch workspace, which runs the harnesses of the generated crates.

use std::error::Error;
use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use lockstep_codegen::tree::{self, Files};

use super::services::Service;
use super::workspace::Workspace;

/// A scratch workspace with one program over all its crates.
pub(crate) struct Program {
    workspace: Workspace,
    /// What the program does with the harnesses: a function of `conformance-runner`.
    entry: &'static str,
}

impl Program {
    /// Takes the workspace of this name; the program has the same name.
    ///
    /// # Errors
    ///
    /// See [`Workspace::open`].
    pub(crate) fn open(name: &'static str, entry: &'static str) -> io::Result<Self> {
        let workspace = Workspace::open(name)?;
        Ok(Self { workspace, entry })
    }

    /// Writes the crates of the services, and what makes a workspace of them.
    ///
    /// # Errors
    ///
    /// Services that cannot be generated, all of them, or a file that cannot be written.
    pub(crate) fn write(&self, services: &[Service]) -> Result<(), Box<dyn Error>> {
        let name = self.workspace.name();
        let mut files = Files::new();
        let mut problems = Vec::new();
        for (index, service) in services.iter().enumerate() {
            if self.workspace.is_watched() {
                let count = services.len();
                eprintln!(
                    "{}: generating {} ({}/{count})",
                    name,
                    service.name(),
                    index + 1
                );
            }
            match service.files() {
                Ok(generated) => {
                    for (path, text) in generated.iter() {
                        files.insert(path, text)?;
                    }
                }
                Err(problem) => problems.push(problem.to_string()),
            }
        }
        if !problems.is_empty() {
            return Err(problems.join("\n").into());
        }
        let names: Vec<&str> = services.iter().map(Service::name).collect();
        files.insert(
            format!("{}/Cargo.toml", name),
            program_manifest(name, &names),
        )?;
        files.insert(format!("{}/src/main.rs", name), program(&names, self.entry))?;
        self.workspace.write(&files)?;
        Ok(())
    }

    /// Builds the program.
    ///
    /// # Errors
    ///
    /// It does not compile; cargo has said why.
    pub(crate) fn build(&self) -> Result<(), Box<dyn Error>> {
        self.workspace.fetch()?;
        let built = self
            .workspace
            .cargo("build")
            .args(["--offline", "--package", self.workspace.name()])
            .args((!self.workspace.is_watched()).then_some("--quiet"))
            .status()?;
        if built.success() {
            Ok(())
        } else {
            Err("the generated crates do not compile".into())
        }
    }

    /// Runs the program; what it prints is the command's output.
    ///
    /// # Errors
    ///
    /// It cannot be started.
    pub(crate) fn run(&self, self_test: bool) -> Result<ExitCode, Box<dyn Error>> {
        let program = self.program();
        let status = Command::new(&program)
            .args(self_test.then_some("--self-test"))
            .status()
            .map_err(|error| format!("{}: {error}", program.display()))?;
        Ok(if status.success() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }

    /// The program that [`Self::build`] makes.
    pub(crate) fn program(&self) -> PathBuf {
        Workspace::program(self.workspace.name())
    }
}

fn program_manifest(program: &str, names: &[&str]) -> String {
    let mut text = format!(
        "# {} by `cargo xtask {program}`.\n\n[package]\nname = \"{program}\"\nversion.workspace = true\n\
         edition.workspace = true\n\n[dependencies]\nconformance-runner.workspace = true\n",
        tree::MARK
    );
    for name in names {
        let _ = writeln!(text, "{name}-harness.workspace = true");
    }
    text
}

fn program(names: &[&str], entry: &str) -> String {
    let suites: Vec<String> = names
        .iter()
        .map(|name| format!("{}_harness::suite()", name.replace('-', "_")))
        .collect();
    format!(
        "//! Runs the harnesses of this run.\n\n\
         fn main() -> std::process::ExitCode {{\n    conformance_runner::{entry}(&[{}])\n}}\n",
        suites.join(", ")
    )
}
