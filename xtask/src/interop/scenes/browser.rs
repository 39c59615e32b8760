//! The player that is a browser: ChatJS in Chromium, driven from Node. How both are installed, and how it is started.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::interop::{client, install};

/// What the machine must have.
pub(in crate::interop) const NEEDS: &str = "Node 20 or later with npm, and Chromium on the PATH as chromium, \
    chromium-browser or google-chrome, such as by `apt-get install chromium`";

/// What Chromium may be called.
const CHROMIUM: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// The player, and what it serves to Chromium.
const SCRIPTS: [&str; 6] = [
    "player.mjs",
    "participant.mjs",
    "chromium.mjs",
    "pages.mjs",
    "page.html",
    "page.js",
];

/// How its packages are installed, and Chromium if it is not there: Debian's, which takes root.
///
/// # Errors
///
/// A file cannot be copied, or there is no Chromium and this is not root.
pub(in crate::interop) fn commands(from: &Path, into: &Path) -> io::Result<Vec<Command>> {
    let mut commands = install::javascript(from, into)?;
    if chromium(&path()).is_none() {
        commands.extend(chromium_of_debian(is_root())?);
    }
    Ok(commands)
}

/// The player, given where its packages are installed.
///
/// # Errors
///
/// There is no Chromium, or a script cannot be copied.
pub(super) fn command(needed: &Path) -> Result<Command, String> {
    let chromium =
        chromium(&path()).ok_or_else(|| format!("there is no Chromium; needed is {NEEDS}"))?;
    let mut command = client::node("browser", needed, &SCRIPTS)?;
    command.arg(chromium);
    Ok(command)
}

/// Where programs are looked for.
fn path() -> Vec<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).collect()
}

/// Chromium in one of these folders, by the first of its names that is there.
fn chromium(folders: &[PathBuf]) -> Option<PathBuf> {
    let mut places = CHROMIUM
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.find(|place| place.is_file())
}

/// How Debian's Chromium is installed.
fn chromium_of_debian(root: bool) -> io::Result<Vec<Command>> {
    if !root {
        return Err(io::Error::other(format!(
            "there is no Chromium, and only root can install Debian's; needed is {NEEDS}"
        )));
    }
    let apt = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command
            .args(["--quiet", "--option", "DPkg::Lock::Timeout=300"])
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    Ok(vec![
        apt(&["update"]),
        apt(&["install", "--yes", "--no-install-recommends", "chromium"]),
    ])
}

/// Whether this process may install packages of the system.
fn is_root() -> bool {
    let user = Command::new("id").arg("-u").output();
    user.is_ok_and(|user| user.stdout.trim_ascii() == b"0")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::ffi::OsStr;
    use std::fs;

    use super::*;
    use crate::paths;

    #[test]
    fn every_script_of_the_folder_is_copied() {
        let is_script = |path: &PathBuf| path.extension() != Some(OsStr::new("json"));
        let there: BTreeSet<_> = fs::read_dir(paths::interop().join("browser"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(is_script)
            .map(|path| path.file_name().unwrap().to_owned())
            .collect();
        assert_eq!(there, SCRIPTS.map(Into::into).into());
    }

    #[test]
    fn chromium_is_found_by_its_names() {
        let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let path: Vec<_> = folders
            .iter()
            .map(|folder| folder.path().to_owned())
            .collect();
        assert_eq!(chromium(&path), None);
        for place in [
            path[0].join("google-chrome"),
            path[1].join("chromium-browser"),
            path[1].join("chromium"),
        ] {
            fs::write(&place, "").unwrap();
            assert_eq!(chromium(&path), Some(place));
        }
    }

    #[test]
    fn only_root_installs_what_is_missing() {
        let error = chromium_of_debian(false).unwrap_err().to_string();
        assert!(error.contains("apt-get install chromium"), "{error}");
        let commands = chromium_of_debian(true).unwrap();
        let last = commands
            .last()
            .and_then(|command| command.get_args().last());
        assert_eq!(last, Some(OsStr::new("chromium")));
    }
}
