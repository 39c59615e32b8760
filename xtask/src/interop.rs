//! `cargo xtask interop`: Amazon's own clients, unmodified, against the service.
//!
//! Each client plays the same steps, those of `xtask/interop/scenario.json`, with the types that its users have: it
//! starts a chat, sets its timers and meets every modeled error. The scripts stand in `xtask/interop/`, one folder a
//! language; what they need is installed once into `.interop/`, at the versions that their lock files pin.
//!
//! The steps run against two servers on loopback: `connect-chat` itself, and the example `faults` for the errors that
//! the service cannot be brought to by ordinary input. Both let in only who signs.
//!
//! A test of one's own in Python, which is an example of `connect-chat`, is run with boto3.
//!
//! Two operations of AWS Lambda are faked, with the crates that are made of Lambda's own model, for boto3's own client.
//!
//! Whole chats are played too, by a customer and agents who have real clients and real web sockets: see [`scenes`].
//!
//! The other way round, requests of our own clients are given to botocore's signing code, which must come to the same
//! signatures.

mod client;
mod embedded;
mod fake;
mod install;
mod process;
mod programs;
mod report;
mod scenes;
mod server;
mod signatures;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::thread;

use clap::builder::PossibleValuesParser;
use serde::Deserialize;

use self::client::{CLIENTS, Client, Endpoints};
use self::install::Installed;
use self::programs::Programs;
use self::report::Played;
use self::server::Server;
use crate::paths;

/// The instance that the service is started with, so that every other one is unknown to it.
const INSTANCE: &str = "11111111-2222-3333-4444-555555555555";

/// What is asked of a run.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Play these scenes and nothing else.
    #[arg(value_name = "SCENE", value_parser = PossibleValuesParser::new(scenes::names()))]
    scenes: Vec<String>,
    /// Play scenes, and nothing else, through this player; may be given several times.
    #[arg(long = "player", value_name = "PLAYER", value_parser = PossibleValuesParser::new(scenes::players()))]
    players: Vec<String>,
}

/// Installs what is missing, plays all steps through all clients, and prints what came of it; then the same of the
/// scenes and of the signatures. Each table ends with `N passed, N failed`.
///
/// # Errors
///
/// The servers cannot be built or started, or the service does not end as it should. A step that fails, or a client that
/// cannot be installed, is no error but a bad status: all there is to say of it is printed.
pub(crate) fn run(options: &Options) -> Result<ExitCode, Box<dyn Error>> {
    // Compiling the servers and installing the clients have nothing to do with each other.
    let (programs, installed) = thread::scope(|scope| {
        let installing = scope.spawn(Installed::ensure);
        (programs::build(), installing.join())
    });
    let programs = programs?;
    let installed = installed.map_err(|_| "the installation panicked")?;
    let scratch = tempfile::tempdir()?;
    let folder = scratch.path();
    let mut failed = 0;
    if options.scenes.is_empty() && options.players.is_empty() {
        failed += play_steps(&programs, &installed, folder)?;
    }
    let (scenes, players) = (&options.scenes, &options.players);
    failed += scenes::play(scenes, players, &programs.service, &installed, folder)?.failed;
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Plays all that is made of single calls. The answer is how much failed.
fn play_steps(
    programs: &Programs,
    installed: &Installed,
    folder: &Path,
) -> Result<usize, Box<dyn Error>> {
    let steps = steps()?;
    let store = folder.join("store");
    let flags = [
        "--listen",
        "127.0.0.1:0",
        "--instance",
        INSTANCE,
        "--access-key",
        "AKIDEXAMPLE:secret",
        "--data-dir",
    ];
    let flags: Vec<_> = flags
        .iter()
        .map(AsRef::as_ref)
        .chain([store.as_os_str()])
        .collect();
    let service = Server::start(&programs.service, &flags, folder)?;
    let faults = Server::start(&programs.faults, &[], folder)?;
    let endpoints = Endpoints {
        service: service.url(),
        faults: faults.url(),
    };

    let played = play_all(&endpoints, installed, folder)?;
    service.end()?;
    let clients = report::print(&steps, &played)?;
    let python = paths::installed("python");
    let (names, recomputed) = signatures::recompute(&programs.signatures, &python, folder)?;
    let signed = report::print(&names, &[recomputed])?;
    let embedded = embedded::drive(&programs.service, &python, folder)?;
    let embedded = report::print(&[embedded::STEP.to_owned()], &[embedded])?;
    let faked = match paths::model_of_amazon("lambda.json") {
        Some(model) => {
            let steps = fake::STEPS.map(str::to_owned);
            report::print(&steps, &[fake::drive(&model, &python, folder)?])?.failed
        }
        None => {
            eprintln!("Lambda's model is not here, so no part of it is faked");
            0
        }
    };
    Ok(clients.failed + signed.failed + embedded.failed + faked)
}

/// Lets all clients play at the same time; each has a chat of its own.
fn play_all(
    endpoints: &Endpoints<'_>,
    installed: &Installed,
    folder: &Path,
) -> Result<Vec<Played>, Box<dyn Error>> {
    let homes: Vec<_> = CLIENTS
        .iter()
        .map(|client| folder.join(client.name))
        .collect();
    for home in &homes {
        fs::create_dir(home)?;
    }
    let play = |client: &Client, home: &Path| match installed.has(client.installation) {
        Ok(()) => Played::from_run(client.name, client.play(endpoints, home)),
        Err(why) => Played::not_run(client.name, why),
    };
    Ok(thread::scope(|scope| {
        let playing: Vec<_> = CLIENTS
            .iter()
            .zip(&homes)
            .map(|(client, home)| scope.spawn(|| play(client, home)))
            .collect();
        let joined = playing.into_iter().map(thread::ScopedJoinHandle::join);
        let named = joined.zip(CLIENTS);
        named
            .map(|(played, client)| {
                played.unwrap_or_else(|_| Played::not_run(client.name, "it panicked".into()))
            })
            .collect()
    }))
}

/// The names of the steps, in their order.
fn steps() -> Result<Vec<String>, Box<dyn Error>> {
    #[derive(Deserialize)]
    struct Table {
        steps: Vec<Step>,
    }
    #[derive(Deserialize)]
    struct Step {
        name: String,
    }
    let table: Table =
        serde_json::from_str(&fs::read_to_string(paths::interop().join("scenario.json"))?)?;
    Ok(table.steps.into_iter().map(|step| step.name).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::install::INSTALLATIONS;
    use super::*;

    #[test]
    fn the_steps_have_names_of_one_word_and_each_its_own() {
        let steps = steps().unwrap();
        assert!(steps.iter().all(|name| !name.contains(char::is_whitespace)));
        assert_eq!(steps.iter().collect::<BTreeSet<_>>().len(), steps.len());
    }

    #[test]
    fn every_client_is_installed_by_something() {
        for client in CLIENTS {
            assert!(
                INSTALLATIONS
                    .iter()
                    .any(|installation| installation.name == client.installation),
                "{}",
                client.name
            );
        }
    }

    #[test]
    fn the_scenario_uses_the_instance_that_the_service_has() {
        let text = fs::read_to_string(paths::interop().join("scenario.json")).unwrap();
        assert!(text.contains(&format!("\"instance\": \"{INSTANCE}\"")));
    }
}
