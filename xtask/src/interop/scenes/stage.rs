//! The stage: a chat with its people, at which a scene looks as they do.
//!
//! What a scene says that happens is what every participant who should see it must have seen next, as a whole item;
//! at the end it is all that anyone has seen, all that the service has recorded, and what of it is kept is the
//! transcript.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use super::event::Event;
use super::item::{self, Author, Item, What};
use super::player::{Answer, Player};
use super::service::Service;

/// The instance of all scenes; it comes into being with its first contact.
const INSTANCE: &str = "11111111-2222-3333-4444-555555555555";

pub(super) const CUSTOMER: &str = "CUSTOMER";
pub(super) const AGENT: &str = "AGENT";
pub(super) const IDLE: &str = "IDLE";
pub(super) const DISCONNECT: &str = "DISCONNECT_NONCUSTOMER";

/// A chat, its service, and the player through which all take part in it.
pub(super) struct Stage {
    service: Service,
    player: Player,
    people: Vec<Person>,
    /// The contact in which the chat goes on, and the first of its chain.
    contact: [String; 2],
    /// All that has happened.
    happened: Vec<Item>,
    /// How often the service was started.
    starts: usize,
}

/// Someone who takes part.
struct Person {
    author: Author,
    token: String,
    /// What the player calls their sockets.
    sockets: Vec<String>,
    is_there: bool,
}

impl Stage {
    /// A service by this clock, with a store in the folder, and a player for it.
    ///
    /// # Errors
    ///
    /// One of them cannot be started.
    pub(super) fn open(
        program: &Path,
        clock: &'static str,
        player: Command,
        folder: &Path,
    ) -> Result<Self, String> {
        let service = Service::start(program, clock, folder)?;
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

    /// A customer starts a chat and comes in. The answer is the time at which that was seen.
    pub(super) fn customer(&mut self, name: &'static str) -> Result<SystemTime, String> {
        let input = json!({
            "InstanceId": INSTANCE,
            "ContactFlowId": "the-flow",
            "ParticipantDetails": {"DisplayName": name},
        });
        let started = self.call("StartChatContact", input)?;
        let contact = text(&started, "ContactId")?;
        self.contact = [contact.clone(), contact];
        let [participant, token] =
            ["ParticipantId", "ParticipantToken"].map(|of| text(&started, of));
        self.person(name, CUSTOMER, participant?, token?);
        self.comes_in(name)
    }

    /// An agent is let in and comes in. The answer is the time at which that was seen.
    pub(super) fn agent(&mut self, name: &'static str) -> Result<SystemTime, String> {
        let input = json!({
            "InstanceId": INSTANCE,
            "ContactId": self.contact[0],
            "ParticipantDetails": {"ParticipantRole": AGENT, "DisplayName": name},
        });
        let created = self.call("CreateParticipant", input)?;
        let token = text(&created["ParticipantCredentials"], "ParticipantToken")?;
        self.person(name, AGENT, text(&created, "ParticipantId")?, token);
        self.comes_in(name)
    }

    /// One more socket of someone who is there already, which is nothing that anyone is shown.
    pub(super) fn one_more_socket(&mut self, name: &'static str) -> Result<(), String> {
        let person = self.find(name)?;
        let socket = format!("{name}-{}", person.sockets.len() + 1);
        self.join(name, &socket)?;
        let at = self.index(name)?;
        self.people[at].sockets.push(socket);
        Ok(())
    }

    /// Sets timers of roles, each to so many minutes.
    pub(super) fn timers(&mut self, timers: &[(&str, &str, u32)]) -> Result<(), String> {
        let timers = timers.iter().map(|(role, kind, minutes)| {
            let value = json!({"ParticipantTimerDurationInMinutes": minutes});
            json!({"ParticipantRole": role, "TimerType": kind, "TimerValue": value})
        });
        let timers: Vec<Value> = timers.collect();
        let input = json!({
            "InstanceId": INSTANCE,
            "ContactId": self.contact[0],
            "ChannelConfiguration": {"Chat": {"ParticipantTimerConfigList": timers}},
        });
        self.call("UpdateParticipantRoleConfig", input).map(drop)
    }

    /// Someone says something, which everyone who is there sees. The answer is the time at which that was.
    pub(super) fn says(&mut self, name: &str, words: &str) -> Result<SystemTime, String> {
        let from = self.now()?;
        let said = self.ask(json!({"do": "say", "who": name, "text": words}))?;
        self.has_said(name, words, &said.output()?, from)
    }

    /// Someone types, which everyone who is there sees.
    pub(super) fn types(&mut self, name: &'static str) -> Result<SystemTime, String> {
        let from = self.now()?;
        let sent = self.ask(json!({"do": "event", "who": name, "type": "typing"}))?;
        sent.output()?;
        let item = self.item(What::Event("typing"), Some(name), from)?;
        self.happens(item)
    }

    /// Someone shares a file of text, which everyone who is there sees and can read.
    pub(super) fn shares(
        &mut self,
        name: &str,
        file: &str,
        text_of_file: &str,
    ) -> Result<SystemTime, String> {
        let from = self.now()?;
        let command = json!({"do": "attach", "who": name, "name": file, "text": text_of_file});
        let id = text(&self.ask(command)?.output()?, "AttachmentId")?;
        let item = self.item(What::File(id.clone(), file.to_owned()), Some(name), from)?;
        let sockets = item.seen_at.clone();
        let at = self.happens(item)?;
        for who in sockets {
            let read = self.ask(json!({"do": "fetch", "who": who, "attachment": id}))?;
            let read = text(&read.output()?, "text")?;
            if read != text_of_file {
                return Err(format!("{who} expected {text_of_file:?} got {read:?}"));
            }
        }
        Ok(at)
    }

    /// Everyone who is there sees this.
    pub(super) fn sees(&mut self, event: Event) -> Result<SystemTime, String> {
        let when = self.when(&event)?;
        let mut item = self.item(What::Event(event.kind), event.by, when[0])?;
        item.when = when;
        self.happens(item)
    }

    /// This one alone sees this.
    pub(super) fn sees_alone(&mut self, name: &str, event: Event) -> Result<SystemTime, String> {
        let when = self.when(&event)?;
        let mut item = self.item(What::Event(event.kind), event.by, when[0])?;
        item.when = when;
        let person = self.find(name)?;
        item.shown_to = vec![person.author.participant.clone()];
        item.seen_at = person.sockets.clone();
        self.happens(item)
    }

    /// Nobody has seen, and the service has not recorded, anything but what is known already.
    pub(super) fn sees_nothing_more(&mut self) -> Result<(), String> {
        self.compare_record()?;
        let sockets = self.people.iter().flat_map(|person| person.sockets.clone());
        for who in sockets.collect::<Vec<_>>() {
            self.compare_seen(&who, true)?;
        }
        Ok(())
    }

    /// Someone is not there any more, and cannot speak. Some clients know it and do not even try.
    pub(super) fn is_gone(&mut self, name: &str) -> Result<(), String> {
        let at = self.index(name)?;
        self.people[at].is_there = false;
        match self.ask(json!({"do": "say", "who": name, "text": "one more thing"}))? {
            Answer::Refused(_) => Ok(()),
            said => expect_error(&said, "AccessDeniedException", 403),
        }
    }

    /// Someone leaves, which the others see.
    pub(super) fn leaves(&mut self, name: &'static str) -> Result<SystemTime, String> {
        let from = self.now()?;
        let at = self.index(name)?;
        self.people[at].is_there = false;
        self.ask(json!({"do": "leave", "who": name}))?.output()?;
        let item = self.item(What::Event("participant.left"), Some(name), from)?;
        self.happens(item)
    }

    /// Passes the chat on, which those who are there see; then all but the customer are gone, which the customer sees.
    pub(super) fn transfer(&mut self) -> Result<(), String> {
        let from = self.now()?;
        let input = json!({
            "InstanceId": INSTANCE,
            "ContactId": self.contact[0],
            "ContactFlowId": "another-flow",
        });
        let passed = self.call("TransferContact", input)?;
        let succeeded = self.item(What::Event("transfer.succeeded"), None, from)?;
        self.happens(succeeded)?;
        let gone = |person: &Person| person.is_there && person.author.role != CUSTOMER;
        let gone: Vec<usize> = (0..self.people.len())
            .filter(|at| gone(&self.people[*at]))
            .collect();
        for at in gone {
            self.people[at].is_there = false;
            let name = self.people[at].author.name.clone();
            let left = self.item(What::Event("participant.left"), Some(&name), from)?;
            self.happens(left)?;
        }
        self.contact[0] = text(&passed, "ContactId")?;
        Ok(())
    }

    /// Ends the contact, which those who are there see. Then nobody is there.
    pub(super) fn stop(&mut self) -> Result<(), String> {
        let from = self.now()?;
        let input = json!({"InstanceId": INSTANCE, "ContactId": self.contact[0]});
        self.call("StopContact", input)?;
        let ended = self.item(What::Event("chat.ended"), None, from)?;
        self.happens(ended)?;
        for person in &mut self.people {
            person.is_there = false;
        }
        Ok(())
    }

    /// What the chat's clock shows.
    pub(super) fn now(&self) -> Result<SystemTime, String> {
        self.service.now()
    }

    /// Moves the chat's clock. The answer is what it shows then.
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

    /// Kills the service without a warning, and starts it again. Everyone comes back by themselves.
    pub(super) fn kill_and_restart(&mut self) -> Result<(), String> {
        self.service.kill()?;
        self.restart()
    }

    /// The same, while someone is talking: the service is killed after so many answers.
    pub(super) fn kill_while_talking(&mut self, name: &str, before: usize) -> Result<(), String> {
        let words = |number: usize| format!("sentence {number}");
        let from = self.now()?;
        for number in 0..2 * before {
            let command = json!({"do": "say", "who": name, "text": words(number)});
            self.player.tell(&command)?;
        }
        let mut answers = Vec::new();
        for _ in 0..before {
            answers.push(self.player.answer()?);
        }
        self.service.kill()?;
        for _ in before..2 * before {
            answers.push(self.player.answer()?);
        }
        self.service.go()?;
        // One that was not answered may have been recorded, or not.
        let record = self.service.record(&self.contact[1])?;
        for (number, answer) in answers.into_iter().enumerate() {
            let words = words(number);
            match answer {
                Answer::Output(said) => {
                    self.remember_said(name, &words, &said, from)?;
                }
                _ if number < before => return Err(format!("expected an answer to {words:?}")),
                _ if record.iter().any(|item| item["Content"] == words.as_str()) => {
                    let item = self.item(What::Message(words), Some(name), from)?;
                    self.happened.push(item);
                }
                _ => {}
            }
        }
        self.everyone_is_back()
    }

    /// One who has left, or whose chat is over, does not come back with the token that was good before.
    pub(super) fn cannot_come_in(&mut self, name: &str) -> Result<(), String> {
        let token = self.find(name)?.token.clone();
        self.comes_with_token(&format!("{name}-again"), &token)
    }

    /// Someone comes with a token that is no good.
    pub(super) fn comes_with_token(&mut self, who: &str, token: &str) -> Result<(), String> {
        let participant = "11111111-1111-4111-8111-111111111111";
        let came = self.ask(json!({
            "do": "join",
            "who": who,
            "role": CUSTOMER,
            "contact": self.contact[0],
            "participant": participant,
            "token": token,
        }))?;
        expect_error(&came, "AccessDeniedException", 403)
    }

    /// Someone sends an event that is not for clients to send. Some clients know that it is not.
    pub(super) fn cannot_signal(&mut self, name: &str, event: &str) -> Result<(), String> {
        match self.ask(json!({"do": "event", "who": name, "type": event}))? {
            Answer::Refused(_) => Ok(()),
            sent => expect_error(&sent, "ValidationException", 400),
        }
    }

    /// Nobody can move the clock, and whoever tries is told why.
    pub(super) fn cannot_be_advanced(&mut self) -> Result<(), String> {
        match self.service.advance(Duration::from_mins(5)) {
            Err(why) if why.contains("start the service with --clock manual") => Ok(()),
            other => Err(format!(
                "expected why the clock cannot be moved got {other:?}"
            )),
        }
    }

    /// Asks for one operation of Amazon Connect on this contact, with these members besides or instead, which
    /// answers with this error.
    pub(super) fn fails(
        &mut self,
        operation: &str,
        members: Value,
        (kind, status): (&str, u16),
    ) -> Result<(), String> {
        let mut input = json!({"InstanceId": INSTANCE, "ContactId": self.contact[0]});
        for (name, value) in members.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        let command = json!({"do": "call", "operation": operation, "input": input});
        let answer = self.ask(command)?;
        expect_error(&answer, kind, status).map_err(|why| format!("{operation}: {why}"))
    }

    /// Whether the contact has this member.
    pub(super) fn contact_says(&mut self, member: &str, is_there: bool) -> Result<(), String> {
        let input = json!({"InstanceId": INSTANCE, "ContactId": self.contact[0]});
        let found = self.call("DescribeContact", input)?;
        if found["Contact"]["Id"] == self.contact[0].as_str()
            && found["Contact"][member].is_null() != is_there
        {
            Ok(())
        } else {
            Err(format!("expected a {member}: {is_there} got {found}"))
        }
    }

    /// Asks for one operation of Amazon Connect.
    fn call(&mut self, operation: &str, input: Value) -> Result<Value, String> {
        let command = json!({"do": "call", "operation": operation, "input": input});
        self.ask(command)?.output()
    }

    /// The chat goes as it should have gone: nobody has seen anything else, the transcript has what is kept, and
    /// the service ends.
    pub(super) fn close(mut self) -> Result<(), String> {
        self.sees_nothing_more()?;
        let there = self.people.iter().filter(|person| person.is_there);
        let there: Vec<String> = there.map(|person| person.author.name.clone()).collect();
        for name in there {
            self.compare_transcript(&name)?;
        }
        self.player.end()?;
        self.service.end()
    }

    fn restart(&mut self) -> Result<(), String> {
        self.service.go()?;
        self.everyone_is_back()
    }

    fn everyone_is_back(&mut self) -> Result<(), String> {
        self.starts += 1;
        let there = self.people.iter().filter(|person| person.is_there);
        let sockets: Vec<String> = there.flat_map(|person| person.sockets.clone()).collect();
        for who in sockets {
            let command = json!({"do": "reconnected", "who": who, "times": self.starts});
            self.ask(command)?.output()?;
        }
        Ok(())
    }

    fn comes_in(&mut self, name: &'static str) -> Result<SystemTime, String> {
        let from = self.now()?;
        self.join(name, name)?;
        let at = self.index(name)?;
        self.people[at].sockets.push(name.to_owned());
        self.people[at].is_there = true;
        let item = self.item(What::Event("participant.joined"), Some(name), from)?;
        self.happens(item)
    }

    fn join(&mut self, name: &str, socket: &str) -> Result<(), String> {
        let person = self.find(name)?;
        let command = json!({
            "do": "join",
            "who": socket,
            "role": person.author.role,
            "contact": self.contact[0],
            "participant": person.author.participant,
            "token": person.token,
        });
        self.ask(command)?.output().map(drop)
    }

    fn has_said(
        &mut self,
        name: &str,
        words: &str,
        said: &Value,
        from: SystemTime,
    ) -> Result<SystemTime, String> {
        self.remember_said(name, words, said, from)?;
        self.compare_last()
    }

    /// The operation has told the id and the time under which everyone sees it.
    fn remember_said(
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
        let at = at.ok_or_else(|| format!("expected the time of the chat got {said}"))?;
        item.when = [at; 2];
        self.happened.push(item);
        Ok(())
    }

    /// Something that happened between this time and now, and that everyone who is there is shown.
    fn item(&self, what: What, by: Option<&str>, from: SystemTime) -> Result<Item, String> {
        let by = by.map(|name| self.find(name)).transpose()?;
        let there = || self.people.iter().filter(|person| person.is_there);
        Ok(Item {
            what,
            by: by.map(|person| person.author.clone()),
            contact: self.contact.clone(),
            when: [from, self.now()?],
            id: None,
            shown_to: there()
                .map(|person| person.author.participant.clone())
                .collect(),
            seen_at: there().flat_map(|person| person.sockets.clone()).collect(),
        })
    }

    fn happens(&mut self, item: Item) -> Result<SystemTime, String> {
        self.happened.push(item);
        self.compare_last()
    }

    /// Everyone who should has seen all until the last, which has one id and one time for all of them.
    fn compare_last(&mut self) -> Result<SystemTime, String> {
        let Some(last) = self.happened.last() else {
            return Err("nothing has happened".to_owned());
        };
        for who in last.seen_at.clone() {
            self.compare_seen(&who, false)?;
        }
        let last = self.happened.last();
        let at = last.map(|last| last.when[0]);
        at.ok_or_else(|| "nothing has happened".to_owned())
    }

    /// Compares what a socket was shown with what has happened: all of it, or so much as is known already.
    fn compare_seen(&mut self, who: &str, is_all: bool) -> Result<(), String> {
        let mine = |item: &&mut Item| item.seen_at.iter().any(|one| one == who);
        let mut expected: Vec<&mut Item> = self.happened.iter_mut().filter(mine).collect();
        let seen = |player: &mut Player, count| {
            player.ask(&json!({"do": "seen", "who": who, "count": count}))
        };
        let mut output = seen(&mut self.player, expected.len())?;
        if matches!(&output, Answer::Error(told) if told.kind == "timeout") {
            // It takes no time to ask for what there is.
            output = seen(&mut self.player, 0)?;
        }
        let items = list(output.output()?, "items")?;
        let came = item::without_repeats(&items, self.starts > 1)?;
        for (expected, came) in expected.iter_mut().zip(&came) {
            learn(expected, came, Item::compare).map_err(|why| format!("{who}: {why}"))?;
        }
        let more = is_all.then(|| came.get(expected.len())).flatten();
        match (expected.get(came.len()), more) {
            (Some(missing), _) => Err(format!("{who}: expected {missing} got nothing more")),
            (None, Some(more)) => Err(format!("{who}: expected nothing more got {more}")),
            (None, None) => Ok(()),
        }
    }

    fn compare_transcript(&mut self, who: &str) -> Result<(), String> {
        let transcript = self
            .ask(json!({"do": "transcript", "who": who}))?
            .output()?;
        let came = list(transcript, "Transcript")?;
        let mut kept: Vec<&mut Item> = self
            .happened
            .iter_mut()
            .filter(|item| item.what.is_kept())
            .collect();
        if kept.len() != came.len() {
            return Err(format!(
                "the transcript of {who} expected {} items got {came:?}",
                kept.len()
            ));
        }
        for (expected, came) in kept.iter_mut().zip(&came) {
            learn(expected, came, Item::compare_kept)
                .map_err(|why| format!("the transcript of {who}: {why}"))?;
        }
        Ok(())
    }

    /// Compares the record of the service: each item is in it once, and is for those who should see it.
    fn compare_record(&mut self) -> Result<(), String> {
        let record = self.service.record(&self.contact[1])?;
        // ChatJS says so by itself, and nobody is shown it.
        let own = |item: &&Value| {
            let kind = item["ContentType"].as_str().unwrap_or_default();
            !kind.ends_with(".event.connection.acknowledged")
        };
        let record: Vec<&Value> = record.iter().filter(own).collect();
        let mut happened = self.happened.iter_mut();
        for came in record {
            let Some(expected) = happened.next() else {
                return Err(format!("the record: expected nothing more got {came}"));
            };
            let mut item = came.clone();
            let [kept, shown_to] = ["Kept", "ShownTo"].map(|name| {
                item.as_object_mut()
                    .and_then(|members| members.remove(name))
            });
            learn(expected, &item, Item::compare).map_err(|why| format!("the record: {why}"))?;
            let shown_to = shown_to
                .and_then(|shown| shown.as_array().cloned())
                .unwrap_or_default();
            let mut shown_to: Vec<&str> = shown_to
                .iter()
                .filter_map(|one| one["ParticipantId"].as_str())
                .collect();
            shown_to.sort_unstable();
            let mut should: Vec<&str> = expected.shown_to.iter().map(String::as_str).collect();
            should.sort_unstable();
            if kept != Some(expected.what.is_kept().into()) || shown_to != should {
                return Err(format!("the record: expected it for {should:?} got {came}"));
            }
        }
        match happened.next() {
            Some(missing) => Err(format!("the record: expected {missing} got nothing more")),
            None => Ok(()),
        }
    }

    fn when(&self, event: &Event) -> Result<[SystemTime; 2], String> {
        match event.at {
            Some(at) => Ok([at; 2]),
            None => Ok([self.now()?; 2]),
        }
    }

    fn person(&mut self, name: &str, role: &'static str, participant: String, token: String) {
        self.people.push(Person {
            author: Author {
                participant,
                name: name.to_owned(),
                role,
            },
            token,
            sockets: Vec::new(),
            is_there: false,
        });
    }

    fn find(&self, name: &str) -> Result<&Person, String> {
        Ok(&self.people[self.index(name)?])
    }

    fn index(&self, name: &str) -> Result<usize, String> {
        let found = self
            .people
            .iter()
            .position(|person| person.author.name == name);
        found.ok_or_else(|| format!("there is no {name} in this chat"))
    }

    fn ask(&mut self, command: Value) -> Result<Answer, String> {
        self.player.ask(&command)
    }
}

fn expect_error(answer: &Answer, kind: &str, status: u16) -> Result<(), String> {
    if answer.is_error(kind, status) {
        Ok(())
    } else {
        Err(format!("expected {kind} {status} got {answer:?}"))
    }
}

/// Compares an item with what came, and remembers what it tells: its id and its time are the same for everyone.
fn learn(
    expected: &mut Item,
    came: &Value,
    compare: fn(&Item, &Value) -> Result<String, String>,
) -> Result<(), String> {
    expected.id = Some(compare(expected, came)?);
    if let Some(at) = item::moment(&came["AbsoluteTime"]) {
        expected.when = [at; 2];
    }
    Ok(())
}

fn text(output: &Value, name: &str) -> Result<String, String> {
    let text = output[name].as_str().map(str::to_owned);
    text.ok_or_else(|| format!("expected {name} got {output}"))
}

fn list(mut output: Value, name: &str) -> Result<Vec<Value>, String> {
    match output[name].take() {
        Value::Array(items) => Ok(items),
        other => Err(format!("expected {name} got {other}")),
    }
}
