//! What is done with the contact: its timers are set, it is passed on, it ends.

use serde_json::{Value, json};

use super::item::What;
use super::people::CUSTOMER;
use super::stage::{Stage, text};

pub(super) const IDLE: &str = "IDLE";
pub(super) const DISCONNECT: &str = "DISCONNECT_NONCUSTOMER";

impl Stage {
    /// Sets timers of roles, each to so many minutes.
    pub(super) fn timers(&mut self, timers: &[(&str, &str, u32)]) -> Result<(), String> {
        let timers = timers.iter().map(|(role, kind, minutes)| {
            let value = json!({"ParticipantTimerDurationInMinutes": minutes});
            json!({"ParticipantRole": role, "TimerType": kind, "TimerValue": value})
        });
        self.configure(timers.collect())
    }

    /// Deletes a timer of a role.
    pub(super) fn unset(&mut self, role: &str, kind: &str) -> Result<(), String> {
        let value = json!({"ParticipantTimerAction": "Unset"});
        let timer = json!({"ParticipantRole": role, "TimerType": kind, "TimerValue": value});
        self.configure(vec![timer])
    }

    /// Passes the chat on, which those who are there see; then all but the customer are gone, which the customer sees.
    pub(super) fn transfer(&mut self) -> Result<(), String> {
        let from = self.now()?;
        let flow = json!({"ContactFlowId": "another-flow"});
        let passed = self.call("TransferContact", flow)?.output()?;
        self.happens(What::Event("transfer.succeeded"), None, from)?;
        let gone = self.there().filter(|person| person.author.role != CUSTOMER);
        let gone: Vec<String> = gone.map(|person| person.author.name.clone()).collect();
        for name in &gone {
            self.find_mut(name)?.is_there = false;
        }
        for name in &gone {
            self.happens(What::Event("participant.left"), Some(name), from)?;
        }
        self.contact[0] = text(&passed, "ContactId")?;
        Ok(())
    }

    /// Ends the contact, which those who are there see. Then nobody is there.
    pub(super) fn stop(&mut self) -> Result<(), String> {
        let from = self.now()?;
        self.call("StopContact", json!({}))?.output()?;
        self.happens(What::Event("chat.ended"), None, from)?;
        for person in &mut self.people {
            person.is_there = false;
        }
        Ok(())
    }

    /// Whether the contact has this member.
    pub(super) fn contact_says(&mut self, member: &str, is_there: bool) -> Result<(), String> {
        let found = self.call("DescribeContact", json!({}))?.output()?;
        let contact = &found["Contact"];
        if contact["Id"] == self.contact[0].as_str() && contact[member].is_null() != is_there {
            Ok(())
        } else {
            Err(format!("expected a {member}: {is_there} got {found}"))
        }
    }

    fn configure(&mut self, timers: Vec<Value>) -> Result<(), String> {
        let chat =
            json!({"ChannelConfiguration": {"Chat": {"ParticipantTimerConfigList": timers}}});
        let set = self.call("UpdateParticipantRoleConfig", chat)?;
        set.output().map(drop)
    }
}
