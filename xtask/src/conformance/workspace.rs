//! The scratch workspace: a folder below the target folder with the crates under test, built by a cargo of its own.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use lockstep_codegen::tree::{self, Files};
use toml::{Table, Value};

use super::Service;
use crate::paths;

/// The scratch workspace, which is this process's alone as long as the value lives.
pub(crate) struct Workspace {
    folder: PathBuf,
    /// Whether anybody watches the run: standard error is a terminal. Otherwise only what went wrong is told.
    is_watched: bool,
    /// The name of the program that runs all harnesses.
    name: &'static str,
    /// What the program does with the harnesses: a function of `conformance-runner`.
    entry: &'static str,
    /// Held, so that two runs do not write the same files.
    _lock: File,
}

impl Workspace {
    /// Makes the folder, or takes the one of the last run, and waits for a run that uses it.
    ///
    /// # Errors
    ///
    /// The folder cannot be made.
    pub(crate) fn open(name: &'static str, entry: &'static str) -> io::Result<Self> {
        let folder = paths::target().join(name);
        fs::create_dir_all(&folder)?;
        let lock = File::create(folder.join("lock"))?;
        lock.lock()?;
        Ok(Self {
            folder,
            is_watched: io::stderr().is_terminal(),
            name,
            entry,
            _lock: lock,
        })
    }

    /// Writes the crates of the services, and what makes a workspace of them.
    ///
    /// # Errors
    ///
    /// Services that cannot be generated, all of them, or a file that cannot be written.
    pub(crate) fn write(&self, services: &[Service]) -> Result<(), Box<dyn Error>> {
        let mut files = Files::new();
        let mut problems = Vec::new();
        for (index, service) in services.iter().enumerate() {
            if self.is_watched {
                let count = services.len();
                eprintln!(
                    "{}: generating {} ({}/{count})",
                    self.name,
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
            format!("{}/Cargo.toml", self.name),
            program_manifest(self.name, &names),
        )?;
        files.insert(
            format!("{}/src/main.rs", self.name),
            program(&names, self.entry),
        )?;
        let written = self.write_crates(&files)?;
        let manifest = manifest(
            &fs::read_to_string(paths::root().join("Cargo.toml"))?,
            &files,
        )?;
        fs::write(self.folder.join("Cargo.toml"), manifest)?;
        // The same versions as the project's own, which are also the ones that are there without a network.
        fs::copy(
            paths::root().join("Cargo.lock"),
            self.folder.join("Cargo.lock"),
        )?;
        eprintln!(
            "{} files, {} of them new, in {}",
            files.len(),
            written,
            self.folder.display()
        );
        Ok(())
    }

    /// Writes each crate into a folder of its own, and returns how many files are new. Crates of other runs stay where they
    /// are, so that a run with other models builds nothing again that is still the same.
    fn write_crates(&self, files: &Files) -> Result<usize, Box<dyn Error>> {
        let mut crates: BTreeMap<&str, Files> = BTreeMap::new();
        for (path, text) in files.iter() {
            let name = path.split('/').next().unwrap_or_default();
            crates.entry(name).or_default().insert(path, text)?;
        }
        let mut written = 0;
        for (name, files) in &crates {
            let folder = self.folder.join("crates").join(name);
            written += tree::write(&folder, files)?.written.len();
        }
        Ok(written)
    }

    /// Builds the program.
    ///
    /// # Errors
    ///
    /// It does not compile; cargo has said why.
    pub(crate) fn build(&self) -> Result<(), Box<dyn Error>> {
        let host = host()?;
        let fetched = |offline: &[&str]| -> io::Result<bool> {
            let mut fetch = self.cargo("fetch");
            Ok(fetch
                .args(["--quiet", "--target", &host])
                .args(offline)
                .output()?
                .status
                .success())
        };
        if !fetched(&["--offline"])? && !fetched(&[])? {
            return Err("the dependencies of the generated crates cannot be fetched".into());
        }
        let built = self
            .cargo("build")
            .args(["--offline", "--package", self.name])
            .args((!self.is_watched).then_some("--quiet"))
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

    /// The program that [`Workspace::build`] makes.
    pub(crate) fn program(&self) -> PathBuf {
        let name = format!("{}{}", self.name, env::consts::EXE_SUFFIX);
        target().join("debug").join(name)
    }

    fn cargo(&self, subcommand: &str) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .arg(subcommand)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", target())
            // What the profile says of the workspace holds, whatever is set for the project's own.
            .env_remove("CARGO_PROFILE_DEV_DEBUG");
        command
    }
}

/// Where all scratch workspaces build, so that what they have in common is built once.
fn target() -> PathBuf {
    paths::target().join("scratch")
}

/// The platform that is built for, so that packages for others need not be there.
fn host() -> Result<String, Box<dyn Error>> {
    let output = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .args(["--print", "host-tuple"])
        .output()?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// The workspace's `Cargo.toml`: the dependencies and lints of the project's own, with the new crates.
fn manifest(own: &str, files: &Files) -> Result<String, Box<dyn Error>> {
    let own: Table = own.parse()?;
    let part = |name: &str| {
        own.get("workspace")
            .and_then(|workspace| workspace.get(name))
            .cloned()
    };
    let mut dependencies = part("dependencies")
        .and_then(|found| found.as_table().cloned())
        .unwrap_or_default();
    for (_, dependency) in dependencies.iter_mut() {
        if let Some(path) = dependency.get_mut("path") {
            *path = absolute(&paths::root().join(path.as_str().unwrap_or_default()));
        }
    }
    dependencies.insert(
        "conformance-runner".to_owned(),
        by_path(&paths::root().join("xtask/conformance-runner")),
    );
    let mut members = Vec::new();
    for name in files
        .iter()
        .filter_map(|(path, _)| path.strip_suffix("/Cargo.toml"))
    {
        let folder = format!("crates/{name}/{name}");
        dependencies.insert(name.to_owned(), by_path(Path::new(&folder)));
        members.push(Value::from(folder));
    }
    let mut workspace = Table::new();
    workspace.insert("resolver".to_owned(), Value::from("3"));
    workspace.insert("members".to_owned(), Value::from(members));
    workspace.insert("dependencies".to_owned(), Value::from(dependencies));
    for name in ["package", "lints"] {
        workspace.extend(part(name).map(|found| (name.to_owned(), found)));
    }
    let mut all = Table::new();
    all.insert("workspace".to_owned(), Value::from(workspace));
    // Nobody debugs the program, and without that it is built in half the time.
    all.insert(
        "profile".to_owned(),
        "dev = { debug = false }".parse::<Table>()?.into(),
    );
    Ok(all.to_string())
}

fn by_path(path: &Path) -> Value {
    Value::from(Table::from_iter([("path".to_owned(), absolute(path))]))
}

fn absolute(path: &Path) -> Value {
    Value::from(path.to_string_lossy().into_owned())
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
