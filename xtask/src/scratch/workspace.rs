//! A scratch workspace: a folder below the target folder with crates of one run, for a cargo of its own.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use lockstep_codegen::tree::{self, Files};
use toml::{Table, Value};

use crate::paths;

/// A scratch workspace, which is this process's alone as long as the value lives.
pub(crate) struct Workspace {
    folder: PathBuf,
    /// What the run is called, and so is the folder.
    name: &'static str,
    /// Whether anybody watches the run: standard error is a terminal. Otherwise only what went wrong is told.
    is_watched: bool,
    /// Held, so that two runs do not write the same files.
    _lock: File,
}

impl Workspace {
    /// Makes the folder, or takes the one of the last run, and waits for a run that uses it.
    ///
    /// # Errors
    ///
    /// The folder cannot be made.
    pub(crate) fn open(name: &'static str) -> io::Result<Self> {
        let folder = paths::target().join(name);
        fs::create_dir_all(&folder)?;
        let lock = File::create(folder.join("lock"))?;
        lock.lock()?;
        Ok(Self {
            folder,
            name,
            is_watched: io::stderr().is_terminal(),
            _lock: lock,
        })
    }

    /// What the run is called.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// Whether progress is told.
    pub(crate) fn is_watched(&self) -> bool {
        self.is_watched
    }

    /// Writes the crates and what makes a workspace of them, and returns how many files are new.
    ///
    /// # Errors
    ///
    /// A file cannot be written.
    pub(crate) fn write(&self, files: &Files) -> Result<usize, Box<dyn Error>> {
        let written = self.write_crates(files)?;
        let members: Vec<(&str, String)> = files
            .iter()
            .filter_map(|(path, _)| path.strip_suffix("/Cargo.toml"))
            .map(|name| (name, format!("crates/{name}/{name}")))
            .collect();
        let manifest = manifest(
            &fs::read_to_string(paths::root().join("Cargo.toml"))?,
            &members,
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
        Ok(written)
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

    /// Sees to it that all dependencies are there, so that cargo can go on without a network.
    ///
    /// # Errors
    ///
    /// They are not, and cannot be fetched.
    pub(crate) fn fetch(&self) -> Result<(), Box<dyn Error>> {
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
        Ok(())
    }

    /// Where a build puts the program of this name.
    pub(crate) fn program(name: &str) -> PathBuf {
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        target().join("debug").join(file)
    }

    /// A command of cargo in the workspace.
    pub(crate) fn cargo(&self, subcommand: &str) -> Command {
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

/// A workspace's `Cargo.toml`: the dependencies and lints of the project's `own`, with new crates by name and folder.
///
/// # Errors
///
/// The project's own manifest is no TOML.
pub(crate) fn manifest(own: &str, new: &[(&str, String)]) -> Result<String, Box<dyn Error>> {
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
    for (name, folder) in new {
        dependencies.insert((*name).to_owned(), by_path(Path::new(folder)));
        members.push(Value::from(folder.as_str()));
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
