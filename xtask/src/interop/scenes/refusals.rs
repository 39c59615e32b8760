//! What cannot be done, and how clients are told.

use std::time::Duration;

use serde_json::{Value, json};

use super::people::CUSTOMER;
use super::player::Answer;
use super::stage::Stage;

impl Stage {
    /// Someone is not there any more, and cannot speak. Some clients know it and do not even try.
    pub(super) fn is_gone(&mut self, name: &str) -> Result<(), String> {
        self.find_mut(name)?.is_there = false;
        match self.ask(json!({"do": "say", "who": name, "text": "one more thing"}))? {
            Answer::Refused(_) => Ok(()),
            said => expect_error(&said, "AccessDeniedException", 403),
        }
    }

    /// One who has left, or whose chat is over, does not come back with the token that was good before.
    pub(super) fn cannot_come_in(&mut self, name: &str) -> Result<(), String> {
        let token = self.find(name)?.token.clone();
        self.comes_with_token(&format!("{name}-again"), &token)
    }

    /// Someone comes with a token that is no good.
    pub(super) fn comes_with_token(&mut self, who: &str, token: &str) -> Result<(), String> {
        let came = self.ask(json!({
            "do": "join",
            "who": who,
            "role": CUSTOMER,
            "contact": self.contact[0],
            "participant": "11111111-1111-4111-8111-111111111111",
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
        let answer = self.call(operation, members)?;
        expect_error(&answer, kind, status).map_err(|why| format!("{operation}: {why}"))
    }
}

fn expect_error(answer: &Answer, kind: &str, status: u16) -> Result<(), String> {
    if answer.is_error(kind, status) {
        Ok(())
    } else {
        Err(format!("expected {kind} {status} got {answer:?}"))
    }
}
