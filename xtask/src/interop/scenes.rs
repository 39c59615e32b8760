//! Whole chats, played by real clients against the program `connect-chat`.
//!
//! A scene tells what Amazon Connect does, from beginning to end, and stands in `scenes/chats/`. It is played once
//! through each player: a script that does what it is told with the unmodified client of its language, and tells what
//! came of it. So what is right and wrong stands here alone, and is the same for all clients.
//!
//! Each time the scene has a service, a store and a player of its own. Nothing in it waits for time to pass: it waits
//! for what is to come, moves the clock by hand, or has one that runs fast.

pub(super) mod browser;
mod players;

mod player;
mod service;
mod stage;

mod event;
mod item;

mod contact;
mod kills;
mod people;
mod refusals;
mod seen;

mod chats;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use self::chats::{SCENES, Scene};
use self::players::{Kind, PLAYERS};
use self::stage::Stage;
use super::install::Installed;
use super::report::{self, Played, Tally};
use crate::paths;

/// How many scenes are played side by side: each is three processes, and two of these do something at a time.
const SIDE_BY_SIDE: usize = 2;

/// Plays scenes through players, and prints what came of it. No names are all of them.
///
/// # Errors
///
/// The results cannot be printed.
pub(super) fn play(
    scenes: &[String],
    players: &[String],
    service: &Path,
    installed: &Installed,
    folder: &Path,
) -> Result<Tally, Box<dyn Error>> {
    let asked = |names: &[String], name| names.is_empty() || names.iter().any(|one| one == name);
    let scenes: Vec<&Scene> = SCENES
        .iter()
        .filter(|scene| asked(scenes, scene.name))
        .collect();
    let players: Vec<&Kind> = PLAYERS
        .iter()
        .filter(|player| asked(players, player.name))
        .collect();
    // One that cannot play is left out of all scenes at once, so that its reason is told once.
    let can_play = |player: &&&Kind| installed.has(player.installation).is_ok();
    let pairs: Vec<(&Scene, &Kind)> = scenes
        .iter()
        .flat_map(|scene| {
            players
                .iter()
                .filter(can_play)
                .map(|player| (*scene, *player))
        })
        .collect();
    let next = AtomicUsize::new(0);
    let verdicts = Mutex::new(Vec::new());
    let play_next = || {
        while let Some((scene, player)) = pairs.get(next.fetch_add(1, Ordering::SeqCst)) {
            let folder = folder.join(format!("{}-{}", player.name, scene.name));
            let verdict = play_one(scene, player, service, &folder);
            if let Ok(mut verdicts) = verdicts.lock() {
                verdicts.push((player.name, scene.name, verdict));
            }
        }
    };
    thread::scope(|scope| {
        let playing = [(); SIDE_BY_SIDE].map(|()| scope.spawn(play_next));
        // A scene that panicked has no verdict, and counts as not played.
        for thread in playing {
            let _ = thread.join();
        }
    });
    let verdicts = verdicts.into_inner()?;
    let played: Vec<Played> = players
        .iter()
        .map(|player| {
            if let Err(why) = installed.has(player.installation) {
                return Played::not_run(player.name, why);
            }
            let of_player = verdicts.iter().filter(|(name, ..)| *name == player.name);
            let named = of_player.map(|(_, scene, verdict)| (*scene, verdict.clone()));
            Played::of(player.name, named)
        })
        .collect();
    let names: Vec<String> = scenes.iter().map(|scene| scene.name.to_owned()).collect();
    Ok(report::print(&names, &played)?)
}

/// Plays a scene to its end.
///
/// # Errors
///
/// What was expected, and what came.
fn play_one(scene: &Scene, player: &Kind, service: &Path, folder: &Path) -> Result<(), String> {
    fs::create_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let command = (player.command)(&paths::installed(player.installation))?;
    let mut stage = Stage::open(service, scene.flags, command, folder)?;
    let with_last_words = |why: String| match player::last_words(folder) {
        words if words.is_empty() => why,
        words => format!("{why}\nThe player's last words: {words}"),
    };
    (scene.play)(&mut stage).map_err(with_last_words)?;
    stage.close().map_err(with_last_words)
}

/// The names of all scenes.
pub(super) fn names() -> Vec<&'static str> {
    SCENES.iter().map(|scene| scene.name).collect()
}

/// The names of all players.
pub(super) fn players() -> Vec<&'static str> {
    PLAYERS.iter().map(|player| player.name).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::install::INSTALLATIONS;
    use super::*;

    #[test]
    fn scenes_and_players_have_names_of_one_word_and_each_its_own() {
        for names in [names(), players()] {
            assert!(names.iter().all(|name| !name.contains(char::is_whitespace)));
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        }
    }

    #[test]
    fn every_player_is_installed_by_something() {
        for player in PLAYERS {
            let mut all = INSTALLATIONS.iter();
            assert!(
                all.any(|one| one.name == player.installation),
                "{}",
                player.name
            );
        }
    }
}
