//! Where all of it happens: folders below the target folder, with models in and crates out, and the generator itself.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::super::Problem;
use super::process;
use crate::{paths, scratch};

/// Amazon Connect's model in a folder of models of AWS, and the project's own.
const CONNECT: &str = "connect.json";

/// The operation of which everything is generated alone.
pub(super) const OPERATION: &str = "UpdateParticipantRoleConfig";

pub(super) struct Place {
    folder: PathBuf,
    /// A folder of models of AWS, with Connect's whole model among them.
    pub(super) models: Option<PathBuf>,
    /// The generator, built with optimisations.
    generator: PathBuf,
}

/// Models and their settings in one folder, and where their crates stand: a workspace for a cargo of its own.
pub(super) struct Work {
    pub(super) folder: PathBuf,
    generator: PathBuf,
}

impl Place {
    /// Builds the generator.
    ///
    /// # Errors
    /// It does not compile.
    pub(super) fn open(models: Option<&Path>) -> Result<Self, Problem> {
        let mut build = cargo(&paths::root(), &paths::target(), "build");
        build.args([
            "--quiet",
            "--release",
            "--package",
            "lockstep-codegen",
            "--bin",
            "lockstep",
        ]);
        process::time(&mut build)?;
        let program = format!("lockstep{}", env::consts::EXE_SUFFIX);
        let folder = paths::target().join("bench");
        fs::create_dir_all(&folder)?;
        Ok(Self {
            folder,
            models: models
                .filter(|models| models.join(CONNECT).is_file())
                .map(Path::to_owned),
            generator: paths::target().join("release").join(program),
        })
    }

    /// The whole model of Connect, if there is one.
    pub(super) fn connect(&self) -> Option<PathBuf> {
        Some(self.models.as_ref()?.join(CONNECT))
    }

    /// The project's own model of Connect.
    pub(super) fn own_connect(&self) -> PathBuf {
        paths::models().join(CONNECT)
    }

    /// An empty folder of this name with a model of Connect, of which all or one operation is to be generated.
    pub(super) fn work(&self, name: &str, model: &Path, one: bool) -> Result<Work, Problem> {
        let only = if one {
            format!("operations = [\"{OPERATION}\"]\n")
        } else {
            String::new()
        };
        let settings = format!("[connect]\nmodel = \"{CONNECT}\"\n{only}");
        self.work_of(name, &[model.to_owned()], &settings)
    }

    /// An empty folder of this name with models and settings.
    pub(super) fn work_of(
        &self,
        name: &str,
        models: &[PathBuf],
        settings: &str,
    ) -> Result<Work, Problem> {
        let work = Work {
            folder: self.folder.join(name),
            generator: self.generator.clone(),
        };
        work.remove()?;
        fs::create_dir_all(work.models())?;
        for model in models {
            let file = model.file_name().ok_or("a model without a name")?;
            fs::copy(model, work.models().join(file))?;
        }
        fs::write(work.models().join("lockstep.toml"), settings)?;
        Ok(work)
    }
}

impl Work {
    fn models(&self) -> PathBuf {
        self.folder.join("models")
    }

    /// The model of Connect in it.
    pub(super) fn model(&self) -> PathBuf {
        self.models().join(CONNECT)
    }

    pub(super) fn crates(&self) -> PathBuf {
        self.folder.join("crates")
    }

    /// Runs the generator, from its start to its end, and returns the seconds.
    pub(super) fn generate(&self) -> Result<f64, Problem> {
        let mut command = Command::new(&self.generator);
        process::time(command.arg(self.models()).arg(self.crates()))
    }

    /// The same into an empty folder, the least of a few times.
    pub(super) fn generate_anew(&self, times: usize) -> Result<f64, Problem> {
        let mut least = f64::INFINITY;
        for _ in 0..times {
            remove(&self.crates())?;
            least = least.min(self.generate()?);
        }
        Ok(least)
    }

    /// Makes a workspace of these crates and of a `program` of this text, if there is one, with what depends on what as in
    /// the project's own.
    pub(super) fn make_workspace(
        &self,
        crates: &[&str],
        program: Option<&Program>,
    ) -> Result<(), Problem> {
        let mut members: Vec<(&str, String)> = crates
            .iter()
            .map(|name| (*name, self.crates().join(name).display().to_string()))
            .collect();
        if let Some(program) = program {
            let folder = self.folder.join("program");
            fs::create_dir_all(folder.join("src"))?;
            fs::write(folder.join("Cargo.toml"), &program.manifest)?;
            fs::write(folder.join("src").join("main.rs"), program.text)?;
            members.push(("program", folder.display().to_string()));
        }
        let own = fs::read_to_string(paths::root().join("Cargo.toml"))?;
        fs::write(
            self.folder.join("Cargo.toml"),
            scratch::manifest(&own, &members)?,
        )?;
        // The same versions as the project's own, which are also the ones that are there without a network.
        fs::copy(
            paths::root().join("Cargo.lock"),
            self.folder.join("Cargo.lock"),
        )?;
        Ok(())
    }

    /// A command of cargo in it, without a network; it builds into a folder of this alone.
    pub(super) fn cargo(&self, subcommand: &str) -> Command {
        let mut command = cargo(&self.folder, &self.folder.join("target"), subcommand);
        command.args(["--offline", "--quiet"]);
        command
    }

    /// Removes it with all that was built in it.
    pub(super) fn remove(&self) -> Result<(), Problem> {
        remove(&self.folder)
    }
}

/// A program over generated crates.
pub(super) struct Program {
    pub(super) manifest: String,
    pub(super) text: &'static str,
}

fn remove(folder: &Path) -> Result<(), Problem> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

/// Cargo with its own standard settings, whatever is set for the project.
fn cargo(folder: &Path, target: &Path, subcommand: &str) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .arg(subcommand)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .env_remove("CARGO_PROFILE_DEV_DEBUG")
        .env_remove("CARGO_INCREMENTAL");
    command
}
