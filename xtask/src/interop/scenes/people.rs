//! What people do: they come, talk, type, share files, leave.

use std::time::SystemTime;

use serde_json::{Value, json};

use super::item::{self, Author, Item, What};
use super::stage::{INSTANCE, Person, Socket, Stage, text};

pub(super) const CUSTOMER: &str = "CUSTOMER";
pub(super) const AGENT: &str = "AGENT";
pub(super) const SUPERVISOR: &str = "SUPERVISOR";
pub(super) const CUSTOM_BOT: &str = "CUSTOM_BOT";

/// Each of these is over when everyone who should has seen it. The answer is the time at which it was.
impl Stage {
    /// A customer starts a chat and comes in.
    pub(super) fn customer(&mut self, name: &'static str) -> Result<SystemTime, String> {
        let input = json!({
            "InstanceId": INSTANCE,
            "ContactFlowId": "the-flow",
            "ParticipantDetails": {"DisplayName": name},
        });
        let command = json!({"do": "call", "operation": "StartChatContact", "input": input});
        let started = self.ask(command)?.output()?;
        let contact = text(&started, "ContactId")?;
        self.contact = [contact.clone(), contact];
        let token = text(&started, "ParticipantToken")?;
        self.comes_in(name, CUSTOMER, text(&started, "ParticipantId")?, token)
    }

    /// An agent is let in and comes in.
    pub(super) fn agent(&mut self, name: &'static str) -> Result<SystemTime, String> {
        self.comes(name, AGENT)
    }

    /// Someone is let in, in this role, and comes in.
    pub(super) fn comes(
        &mut self,
        name: &'static str,
        role: &'static str,
    ) -> Result<SystemTime, String> {
        let details = json!({"ParticipantRole": role, "DisplayName": name});
        let created = self.call("CreateParticipant", json!({"ParticipantDetails": details}))?;
        let created = created.output()?;
        let token = text(&created["ParticipantCredentials"], "ParticipantToken")?;
        self.comes_in(name, role, text(&created, "ParticipantId")?, token)
    }

    /// One more socket of someone who is there already, which is nothing that anyone is shown.
    pub(super) fn one_more_socket(&mut self, name: &str) -> Result<(), String> {
        let sockets = self.find(name)?.sockets.len();
        self.join(name, format!("{name}-{}", sockets + 1))
    }

    /// Someone says something.
    pub(super) fn says(&mut self, name: &str, words: &str) -> Result<SystemTime, String> {
        let from = self.now()?;
        let said = self.ask(json!({"do": "say", "who": name, "text": words}))?;
        self.remember_said(name, words, &said.output()?, from)?;
        self.everyone_sees_the_last()
    }

    /// Someone types.
    pub(super) fn types(&mut self, name: &str) -> Result<SystemTime, String> {
        let from = self.now()?;
        let sent = self.ask(json!({"do": "event", "who": name, "type": "typing"}))?;
        sent.output()?;
        self.happens(What::Event("typing"), Some(name), from)
    }

    /// Someone has read what another one has said last.
    pub(super) fn reads(&mut self, name: &str) -> Result<SystemTime, String> {
        let by_others = |item: &&Item| {
            let by = item.by.as_ref().map(|by| by.name.as_str());
            matches!(item.what, What::Message(_)) && by != Some(name)
        };
        let said = self.happened.iter().rev().find(by_others);
        let message = said.and_then(|item| item.id.clone());
        let message = message.ok_or("nobody else has said anything")?;
        let from = self.now()?;
        let content = json!({"messageId": message}).to_string();
        let sent = json!({"do": "event", "who": name, "type": "message.read", "content": content});
        self.ask(sent)?.output()?;
        self.happens(What::Read(message), Some(name), from)
    }

    /// Someone shares a file of text, and everyone who is there can read it.
    pub(super) fn shares(
        &mut self,
        name: &str,
        file: &str,
        written: &str,
    ) -> Result<SystemTime, String> {
        let from = self.now()?;
        let shared =
            self.ask(json!({"do": "attach", "who": name, "name": file, "text": written}))?;
        let id = text(&shared.output()?, "AttachmentId")?;
        let what = What::File(id.clone(), file.to_owned());
        let at = self.happens(what, Some(name), from)?;
        let sockets = self.there().flat_map(|person| person.sockets.clone());
        for Socket { who, .. } in sockets.collect::<Vec<_>>() {
            let read = self.ask(json!({"do": "fetch", "who": who, "attachment": id}))?;
            let read = text(&read.output()?, "text")?;
            if read != written {
                return Err(format!("{who}: expected {written:?} got {read:?}"));
            }
        }
        Ok(at)
    }

    /// Someone leaves, which the others see.
    pub(super) fn leaves(&mut self, name: &str) -> Result<SystemTime, String> {
        let from = self.now()?;
        self.find_mut(name)?.is_there = false;
        self.ask(json!({"do": "leave", "who": name}))?.output()?;
        self.happens(What::Event("participant.left"), Some(name), from)
    }

    fn comes_in(
        &mut self,
        name: &str,
        role: &'static str,
        participant: String,
        token: String,
    ) -> Result<SystemTime, String> {
        let from = self.now()?;
        self.people.push(Person {
            author: Author {
                participant,
                name: name.to_owned(),
                role,
            },
            token,
            sockets: Vec::new(),
            is_there: true,
        });
        self.join(name, name.to_owned())?;
        self.happens(What::Event("participant.joined"), Some(name), from)
    }

    fn join(&mut self, name: &str, who: String) -> Result<(), String> {
        let person = self.find(name)?;
        let command = json!({
            "do": "join",
            "who": who,
            "role": person.author.role,
            "contact": self.contact[0],
            "participant": person.author.participant,
            "token": person.token,
        });
        self.ask(command)?.output()?;
        let since = self.starts;
        self.find_mut(name)?.sockets.push(Socket { who, since });
        Ok(())
    }

    /// The operation has told the id and the time under which everyone sees what was said.
    pub(super) fn remember_said(
        &mut self,
        name: &str,
        words: &str,
        said: &Value,
        from: SystemTime,
    ) -> Result<(), String> {
        let mut item = self.item(What::Message(words.to_owned()), Some(name), from)?;
        item.id = Some(text(said, "Id")?);
        let at = item::moment(&said["AbsoluteTime"]);
        let at = at.filter(|at| *at >= item.when[0] && *at <= item.when[1]);
        let at = at.ok_or_else(|| format!("expected the time of the chat's clock got {said}"))?;
        item.when = [at; 2];
        self.happened.push(item);
        Ok(())
    }
}
