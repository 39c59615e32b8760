//! The service is killed without a warning, and started again on the same port and the same store. Everyone comes back
//! by themselves.

use std::time::{Duration, SystemTime};

use serde_json::json;

use super::item::What;
use super::player::Answer;
use super::stage::{Socket, Stage};

impl Stage {
    /// While nothing else happens.
    pub(super) fn kill_and_restart(&mut self) -> Result<(), String> {
        self.service.kill()?;
        self.restart()
    }

    /// While someone talks: after so many answers, with as many sentences yet to be said.
    pub(super) fn kill_while_talking(&mut self, name: &str, answered: usize) -> Result<(), String> {
        let from = self.now()?;
        let sentences: Vec<String> = (1..=2 * answered)
            .map(|number| format!("{number} of {}, by {name}", 2 * answered))
            .collect();
        for words in &sentences {
            let command = json!({"do": "say", "who": name, "text": words});
            self.player.tell(&command)?;
        }
        let mut answers = Vec::new();
        for _ in 0..answered {
            answers.push(self.player.answer()?);
        }
        self.service.kill()?;
        for _ in 0..answered {
            answers.push(self.player.answer()?);
        }
        self.service.go()?;
        let record = self.service.record(&self.contact[1])?;
        let is_recorded = |words: &str| record.iter().any(|item| item["Content"] == words);
        for (number, (words, answer)) in sentences.iter().zip(answers).enumerate() {
            match answer {
                Answer::Output(said) => self.remember_said(name, words, &said, from)?,
                _ if number < answered => {
                    return Err(format!("expected {words:?} to be said got {answer:?}"));
                }
                // One that was not answered may have been recorded, or not.
                _ if is_recorded(words) => {
                    let item = self.item(What::Message(words.clone()), Some(name), from)?;
                    self.happened.push(item);
                }
                _ => {}
            }
        }
        self.everyone_is_back()
    }

    /// While the clock is moved, as soon as this one has seen what falls due first. The answer is what the clock shows
    /// when it has been moved all the way.
    pub(super) fn kill_while_advancing(
        &mut self,
        by: Duration,
        name: &str,
    ) -> Result<SystemTime, String> {
        let target = self.now()? + by;
        let count = self.known_at(name) + 1;
        let moving = self.service.begin_to_advance(by)?;
        let seen = self.ask(json!({"do": "seen", "who": name, "count": count}))?;
        self.service.kill()?;
        // Whether it was told that the clock has been moved makes no difference.
        drop(moving);
        seen.output()?;
        self.restart()?;
        let now = self.now()?;
        if let Ok(left) = target.duration_since(now) {
            self.service.advance(left)?;
        }
        Ok(target)
    }

    fn restart(&mut self) -> Result<(), String> {
        self.service.go()?;
        self.everyone_is_back()
    }

    fn everyone_is_back(&mut self) -> Result<(), String> {
        self.starts += 1;
        let sockets = self.there().flat_map(|person| person.sockets.clone());
        for Socket { who, since } in sockets.collect::<Vec<_>>() {
            let times = self.starts - since + 1;
            let back = self.ask(json!({"do": "reconnected", "who": who, "times": times}))?;
            back.output().map_err(|why| format!("{who}: {why}"))?;
        }
        Ok(())
    }
}
