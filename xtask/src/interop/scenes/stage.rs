//! The stage: a chat, its service, and the player through which all take part in it.
//!
//! What happens on it is told by the verbs of a scene: of [people](super::people), of the
//! [contact](super::contact), of [what is seen](super::seen), of [what is refused](super::refusals) and of
//! [kills](super::kills).

use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use super::item::{Author, Item};
use super::player::{Answer, Player};
use super::service::Service;

/// The instance of all scenes; it comes into being with its first contact.
pub(super) const INSTANCE: &str = "11111111-2222-3333-4444-555555555555";

/// A chat with its people.
pub(super) struct Stage {
    pub(super) service: Service,
    pub(super) player: Player,
    pub(super) people: Vec<Person>,
    /// The contact in which the chat goes on, and the first of its chain.
    pub(super) contact: [String; 2],
    /// All that has happened.
    pub(super) happened: Vec<Item>,
    /// How often the service was started.
    pub(super) starts: usize,
}

/// Someone who takes part.
pub(super) struct Person {
    pub(super) author: Author,
    /// The participant token.
    pub(super) token: String,
    pub(super) sockets: Vec<Socket>,
    pub(super) is_there: bool,
}

/// A socket of someone.
#[derive(Clone, Debug)]
pub(super) struct Socket {
    /// What the player calls it.
    pub(super) who: String,
    /// How often the service was started before it was opened.
    pub(super) since: usize,
}

impl Stage {
    /// A service with these flags and a store in the folder, and a player for it.
    ///
    /// # Errors
    ///
    /// One of them cannot be started.
    pub(super) fn open(
        program: &Path,
        flags: &'static [&'static str],
        player: Command,
        folder: &Path,
    ) -> Result<Self, String> {
        let service = Service::start(program, flags, folder)?;
        let player = Player::start(player, service.url(), folder)?;
        Ok(Self {
            service,
            player,
            people: Vec::new(),
            contact: [String::new(), String::new()],
            happened: Vec::new(),
            starts: 1,
        })
    }

    /// What the chat's clock shows.
    pub(super) fn now(&self) -> Result<SystemTime, String> {
        self.service.now()
    }

    /// Moves the chat's clock, and returns what it shows then, when all that fell due was shown.
    pub(super) fn advance(&mut self, by: Duration) -> Result<SystemTime, String> {
        let before = self.now()?;
        let now = self.service.advance(by)?;
        if now == before + by {
            Ok(now)
        } else {
            Err(format!(
                "expected the clock to move by {by:?} got {before:?} to {now:?}"
            ))
        }
    }

    /// Has the player do something.
    pub(super) fn ask(&mut self, command: Value) -> Result<Answer, String> {
        self.player.ask(&command)
    }

    /// Asks for one operation of Amazon Connect on this contact, with these members besides or instead.
    pub(super) fn call(&mut self, operation: &str, members: Value) -> Result<Answer, String> {
        let mut input = json!({"InstanceId": INSTANCE, "ContactId": self.contact[0]});
        for (name, value) in members.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        self.ask(json!({"do": "call", "operation": operation, "input": input}))
    }

    pub(super) fn find(&self, name: &str) -> Result<&Person, String> {
        Ok(&self.people[self.index(name)?])
    }

    pub(super) fn find_mut(&mut self, name: &str) -> Result<&mut Person, String> {
        let at = self.index(name)?;
        Ok(&mut self.people[at])
    }

    /// Everyone who is there.
    pub(super) fn there(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| person.is_there)
    }

    fn index(&self, name: &str) -> Result<usize, String> {
        let mut names = self.people.iter().map(|person| &person.author.name);
        let found = names.position(|one| one == name);
        found.ok_or_else(|| format!("there is no {name} in this chat"))
    }

    /// The end of a scene: nobody has seen anything else, the transcript has what is kept, and player and service end
    /// as they should.
    pub(super) fn close(mut self) -> Result<(), String> {
        self.sees_nothing_more()?;
        let there: Vec<String> = self
            .there()
            .map(|person| person.author.name.clone())
            .collect();
        for name in there {
            self.compare_transcript(&name)?;
        }
        self.player.end()?;
        self.service.end()
    }
}

/// A member of an output that is a text.
pub(super) fn text(output: &Value, name: &str) -> Result<String, String> {
    let text = output[name].as_str().map(str::to_owned);
    text.ok_or_else(|| format!("expected {name} got {output}"))
}

/// A member of an output that is a list.
pub(super) fn list(mut output: Value, name: &str) -> Result<Vec<Value>, String> {
    match output[name].take() {
        Value::Array(items) => Ok(items),
        other => Err(format!("expected {name} got {other}")),
    }
}
