//! What the clients need, installed once into the folder `.interop/` of the checkout, which git ignores.
//!
//! Everything has its version in a file below `xtask/interop/`. What was installed is stamped with those files, so that
//! the next run installs nothing, until one of them changes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use super::process;
use super::scenes::browser;
use crate::paths;

/// How long one command of an installation may take. Compiling the Go client for the first time is the longest.
const TO_INSTALL: Duration = Duration::from_secs(900);

/// The file that says what is installed.
const STAMP: &str = "installed.txt";

/// All installations.
pub(super) const INSTALLATIONS: [Installation; 5] = [
    Installation {
        name: "python",
        needs: "Python 3.10 or later with venv and pip",
        files: &["requirements.txt"],
        commands: python,
    },
    Installation {
        name: "javascript",
        needs: "Node 20 or later with npm",
        files: &["package.json", "package-lock.json"],
        commands: javascript,
    },
    Installation {
        name: "browser",
        needs: browser::NEEDS,
        files: &["package.json", "package-lock.json"],
        commands: browser::commands,
    },
    Installation {
        name: "go",
        needs: "Go 1.22 or later",
        files: &["go.mod", "go.sum", "main.go", "call.go", "compare.go"],
        commands: go,
    },
    Installation {
        name: "java",
        needs: "a JDK, 17 or later, with Maven",
        files: &[
            "pom.xml",
            "src/main/java/player/Failure.java",
            "src/main/java/player/Members.java",
            "src/main/java/player/Participant.java",
            "src/main/java/player/Player.java",
            "src/main/java/player/Socket.java",
        ],
        commands: java,
    },
];

/// What the clients of one language need.
pub(super) struct Installation {
    /// The language: the name of the folder with its files, and of the one that it is installed into.
    pub(super) name: &'static str,
    /// What the machine must have, for the message if it has not.
    needs: &'static str,
    /// The files that decide what is installed.
    files: &'static [&'static str],
    /// How it is installed: from the first folder into the second.
    commands: fn(&Path, &Path) -> io::Result<Vec<Command>>,
}

/// What is installed, and what cannot be.
pub(super) struct Installed(Vec<(&'static str, Result<(), String>)>);

impl Installed {
    /// Installs what is not yet there, all at the same time.
    pub(super) fn ensure() -> Self {
        thread::scope(|scope| {
            let threads: Vec<_> = INSTALLATIONS
                .iter()
                .map(|installation| (installation.name, scope.spawn(|| installation.ensure())))
                .collect();
            let join = |(name, thread): (_, thread::ScopedJoinHandle<'_, _>)| {
                let joined = thread.join();
                (
                    name,
                    joined.unwrap_or_else(|_| Err("the installation panicked".into())),
                )
            };
            Self(threads.into_iter().map(join).collect())
        })
    }

    /// Whether this is installed.
    ///
    /// # Errors
    ///
    /// It is not; the message says why.
    pub(super) fn has(&self, name: &str) -> Result<(), String> {
        let found = self.0.iter().find(|(installed, _)| *installed == name);
        match found {
            Some((_, installed)) => installed.clone(),
            None => Err(format!("nothing installs {name}")),
        }
    }
}

impl Installation {
    /// Installs what is not yet there.
    ///
    /// # Errors
    ///
    /// A command cannot be started or fails; the message says which, what it wrote last, and what the machine needs.
    pub(super) fn ensure(&self) -> Result<(), String> {
        let into = paths::installed(self.name);
        self.ensure_in(&paths::interop().join(self.name), &into)
            .map_err(|error| {
                format!(
                    "{} cannot be installed into {}: {error}",
                    self.name,
                    into.display()
                )
            })
    }

    fn ensure_in(&self, from: &Path, into: &Path) -> Result<(), String> {
        let stamp = into.join(STAMP);
        let text = |error: io::Error| error.to_string();
        let wanted = self.wanted(from, into).map_err(text)?;
        if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
            return Ok(());
        }
        eprintln!(
            "installing what the clients need for {} into .interop/{}",
            self.name, self.name
        );
        fs::create_dir_all(into).map_err(text)?;
        // Without the stamp first: what is half installed does not count.
        match fs::remove_file(&stamp) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(text(error)),
            _ => {}
        }
        for mut command in (self.commands)(from, into).map_err(text)? {
            self.run(&mut command)?;
        }
        fs::write(stamp, wanted).map_err(text)
    }

    /// The place counts too: an environment of Python holds its own path.
    fn wanted(&self, from: &Path, into: &Path) -> io::Result<String> {
        let mut wanted = format!("{}\n", into.display());
        for file in self.files {
            wanted += &fs::read_to_string(from.join(file))?;
        }
        Ok(wanted)
    }

    fn run(&self, command: &mut Command) -> Result<(), String> {
        let ended = process::run(command, TO_INSTALL)
            .map_err(|error| format!("{error}; needed is {}", self.needs))?;
        let how = match ended.status {
            Some(status) if status.success() => return Ok(()),
            Some(status) => status.to_string(),
            None => format!("nothing after {} seconds", TO_INSTALL.as_secs()),
        };
        let wrote = format!("{}\n{}", ended.stdout, ended.stderr);
        Err(format!(
            "{command:?} ended with {how}; needed is {}\n{}",
            self.needs,
            process::tail(&wrote)
        ))
    }
}

fn python(from: &Path, into: &Path) -> io::Result<Vec<Command>> {
    let mut environment = Command::new("python3");
    environment.args(["-m", "venv", "--clear"]).arg(into);
    let mut packages = Command::new(into.join("bin").join("python"));
    packages.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
        "--requirement",
    ]);
    packages.arg(from.join("requirements.txt"));
    Ok(vec![environment, packages])
}

/// The packages of a folder with a `package-lock.json`.
pub(super) fn javascript(from: &Path, into: &Path) -> io::Result<Vec<Command>> {
    for file in ["package.json", "package-lock.json"] {
        fs::copy(from.join(file), into.join(file))?;
    }
    let mut packages = Command::new("npm");
    packages
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(into);
    Ok(vec![packages])
}

fn go(from: &Path, into: &Path) -> io::Result<Vec<Command>> {
    let mut program = Command::new("go");
    // The modules stay writable, so that the folder can be deleted like any other.
    program
        .args([
            "build",
            "-mod=readonly",
            "-modcacherw",
            "-buildvcs=false",
            "-o",
        ])
        .arg(into.join("scenario"));
    program.arg(".").current_dir(from);
    let folders: [(&str, PathBuf); 2] = [
        ("GOMODCACHE", into.join("modules")),
        ("GOCACHE", into.join("cache")),
    ];
    program
        .envs(folders)
        .env("GOTOOLCHAIN", "local")
        .env("GOWORK", "off");
    Ok(vec![program])
}

/// Whatever was compiled or copied before goes first: another version of a package has a file of its own.
fn java(from: &Path, into: &Path) -> io::Result<Vec<Command>> {
    let (lib, classes) = (into.join("lib"), into.join("classes"));
    for old in [&lib, &classes] {
        match fs::remove_dir_all(old) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    let mut program = Command::new("mvn");
    program
        .args(["--batch-mode", "--quiet", "--file"])
        .arg(from.join("pom.xml"))
        .arg(format!(
            "-Dmaven.repo.local={}",
            into.join("repository").display()
        ))
        .arg(format!("-Dinto={}", into.display()))
        .arg(format!("-DoutputDirectory={}", lib.display()))
        .args([
            "-DincludeScope=runtime",
            "compiler:compile",
            "dependency:copy-dependencies",
        ]);
    Ok(vec![program])
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    /// Installs by writing down each time that it is done.
    fn check(script: &'static str, run: impl Fn(&Installation, &Path, &Path)) {
        let commands: fn(&Path, &Path) -> io::Result<Vec<Command>> = match script {
            "works" => |_, into| Ok(vec![shell("echo done >>log", into)]),
            _ => |_, into| Ok(vec![shell("echo no such package >&2; exit 4", into)]),
        };
        let folder = tempfile::tempdir().unwrap();
        let (from, into) = (folder.path().join("from"), folder.path().join("into"));
        fs::create_dir(&from).unwrap();
        fs::write(from.join("pins"), "a==1").unwrap();
        let installation = Installation {
            name: "x",
            needs: "a shell",
            files: &["pins"],
            commands,
        };
        run(&installation, &from, &into);
    }

    fn shell(script: &str, into: &Path) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]).current_dir(into);
        command
    }

    #[test]
    fn every_source_decides_what_is_installed() {
        let java = INSTALLATIONS.iter().find(|one| one.name == "java");
        let folder = Path::new("src/main/java/player");
        let sources = fs::read_dir(paths::interop().join("java").join(folder)).unwrap();
        for source in sources {
            let source = folder.join(source.unwrap().file_name());
            let files = java.unwrap().files;
            assert!(
                files.iter().any(|file| Path::new(file) == source),
                "{source:?}"
            );
        }
    }

    #[test]
    fn it_is_installed_again_only_when_a_pin_has_changed() {
        check("works", |installation, from, into| {
            let times = || {
                fs::read_to_string(into.join("log"))
                    .unwrap()
                    .lines()
                    .count()
            };
            installation.ensure_in(from, into).unwrap();
            installation.ensure_in(from, into).unwrap();
            assert_eq!(times(), 1);
            fs::write(from.join("pins"), "a==2").unwrap();
            installation.ensure_in(from, into).unwrap();
            assert_eq!(times(), 2);
        });
    }

    #[test]
    fn what_fails_is_told_and_tried_again() {
        check("fails", |installation, from, into| {
            for _ in 0..2 {
                let error = installation.ensure_in(from, into).unwrap_err();
                for part in ["exit status: 4", "needed is a shell", "no such package"] {
                    assert!(error.contains(part), "{error}");
                }
            }
        });
    }
}
