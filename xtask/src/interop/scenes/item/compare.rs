//! Whether what came of an item is what was expected of it.

use std::fmt;
use std::time::SystemTime;

use serde_json::{Value, json};

use super::{Item, moment};

/// Where the player that is ChatJS tells which of its callbacks got an item.
const CALLBACKS: &str = "Callbacks";

impl Item {
    /// Compares a whole item as it came to a socket of this participant, and if the client tells which of its callbacks
    /// got it, those as well. The answer is its id.
    ///
    /// # Errors
    ///
    /// What is expected, and what came.
    pub(in super::super) fn compare_at(
        &self,
        participant: &str,
        came: &Value,
    ) -> Result<String, String> {
        let id = self.compare(came)?;
        let is_own = self
            .by
            .as_ref()
            .is_some_and(|by| by.participant == participant);
        let expected = self.what.callbacks(is_own);
        match came.get(CALLBACKS) {
            Some(called) if *called != json!(expected) => {
                Err(format!("expected {expected:?} got {called} of {came}"))
            }
            _ => Ok(id),
        }
    }

    /// Compares a whole item as the service has recorded it. The answer is its id.
    ///
    /// # Errors
    ///
    /// What is expected, and what came.
    pub(in super::super) fn compare(&self, came: &Value) -> Result<String, String> {
        self.compare_without(&[], came)
    }

    /// The same of an item of a transcript, which does not tell the first contact of the chain, but of a message these
    /// who have read it, and when.
    ///
    /// # Errors
    ///
    /// As [`Self::compare`].
    pub(in super::super) fn compare_kept(
        &self,
        readers: &[(String, SystemTime)],
        came: &Value,
    ) -> Result<String, String> {
        let mut came = came.clone();
        let members = came.as_object_mut();
        let metadata = members.and_then(|members| members.remove("MessageMetadata"));
        let id = self.compare_without(&["InitialContactId"], &came)?;
        let metadata = metadata.unwrap_or_default();
        let receipts = metadata["Receipts"].as_array().into_iter().flatten();
        let told = receipts.map(|receipt| {
            let reader = receipt["RecipientParticipantId"].as_str()?;
            Some((reader.to_owned(), moment(&receipt["ReadTimestamp"])?))
        });
        let is_so = told.eq(readers.iter().cloned().map(Some));
        let is_of_it = metadata.is_null() || metadata["MessageId"] == id;
        if is_so && is_of_it && metadata.is_null() == readers.is_empty() {
            Ok(id)
        } else {
            Err(format!(
                "expected readers {readers:?} of {id} got {metadata}"
            ))
        }
    }

    fn compare_without(&self, left_out: &[&str], came: &Value) -> Result<String, String> {
        let mut expected = self.shown(&came["AbsoluteTime"]);
        expected.retain(|name, _| !left_out.contains(&name.as_str()));
        let other = |part: &dyn fmt::Display| Err(format!("expected {part} got {came}"));
        let mut members = came.as_object().cloned().unwrap_or_default();
        let id = members.remove("Id");
        let time = members.remove("AbsoluteTime");
        members.remove(CALLBACKS);
        if members != expected {
            return other(&Value::Object(expected));
        }
        let Some(Value::String(id)) = id else {
            return other(&"an Id");
        };
        if let Some(known) = self.id.as_ref().filter(|known| **known != id) {
            return other(&format!("the Id {known}"));
        }
        let time = time.as_ref().and_then(moment);
        let [from, to] = self.when;
        if time.is_none_or(|time| time < from || time > to) {
            return other(&format!("AbsoluteTime {}", self.time()));
        }
        Ok(id)
    }
}

/// Drops what came again. An item is shown again after a restart if it may not have been shown before, and then it is
/// the same.
///
/// # Errors
///
/// Something came twice and is not the same, or came twice and may not.
pub(in super::super) fn without_repeats(
    came: &[Value],
    may_repeat: bool,
) -> Result<Vec<&Value>, String> {
    let mut once: Vec<&Value> = Vec::new();
    for item in came {
        match once.iter().find(|earlier| earlier["Id"] == item["Id"]) {
            None => once.push(item),
            Some(earlier) if may_repeat && *earlier == item => {}
            Some(earlier) => return Err(format!("expected {earlier} once got {item} after it")),
        }
    }
    Ok(once)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::{Author, What};
    use super::*;

    fn noon() -> SystemTime {
        moment(&"2026-01-01T12:00:00.000Z".into()).unwrap()
    }

    fn idle() -> Item {
        Item {
            what: What::Event("participant.idle"),
            by: Some(Author {
                participant: "p".to_owned(),
                name: "Ann".to_owned(),
                role: "CUSTOMER",
            }),
            contact: ["second".to_owned(), "first".to_owned()],
            when: [noon(); 2],
            id: None,
            shown_to: Vec::new(),
            seen_at: Vec::new(),
        }
    }

    fn came() -> Value {
        json!({
            "AbsoluteTime": "2026-01-01T12:00:00.000Z",
            "ContentType": "application/vnd.amazonaws.connect.event.participant.idle",
            "Id": "id",
            "Type": "EVENT",
            "ParticipantId": "p",
            "DisplayName": "Ann",
            "ParticipantRole": "CUSTOMER",
            "ContactId": "second",
            "InitialContactId": "first",
        })
    }

    #[test]
    fn an_item_is_compared_as_a_whole() {
        assert_eq!(idle().compare(&came()), Ok("id".to_owned()));
        for name in came().as_object().unwrap().keys() {
            let mut without = came();
            without.as_object_mut().unwrap().remove(name);
            assert!(idle().compare(&without).is_err(), "{name}");
            let mut other = came();
            other[name] = "other".into();
            assert_eq!(idle().compare(&other).is_ok(), name == "Id", "{name}");
        }
        let mut more = came();
        more["Content"] = "".into();
        assert!(idle().compare(&more).is_err());
        let known = Item {
            id: Some("other".to_owned()),
            ..idle()
        };
        assert!(known.compare(&came()).is_err());
    }

    #[test]
    fn callbacks_are_those_of_what_happened() {
        let mut called = came();
        called[CALLBACKS] = json!(["onParticipantIdle"]);
        assert!(idle().compare_at("p", &called).is_ok());
        assert!(idle().compare_at("p", &came()).is_ok());
        for wrong in [
            json!([]),
            json!(["onMessage"]),
            json!(["onParticipantIdle", "onMessage"]),
        ] {
            called[CALLBACKS] = wrong;
            assert!(idle().compare_at("p", &called).is_err());
        }
    }

    #[test]
    fn a_receipt_is_for_the_others_and_has_one_time() {
        let receipt = Item {
            what: What::Read("message".to_owned()),
            ..idle()
        };
        let mut came = Value::Object(receipt.shown(&came()["AbsoluteTime"]));
        came["Id"] = "id".into();
        came["AbsoluteTime"] = self::came()["AbsoluteTime"].clone();
        came[CALLBACKS] = json!(["onReadReceipt"]);
        assert!(receipt.compare_at("other", &came).is_ok());
        assert!(receipt.compare_at("p", &came).is_err());
        came["MessageMetadata"]["Receipts"][0]["ReadTimestamp"] = "other".into();
        assert!(receipt.compare(&came).is_err());
    }

    #[test]
    fn a_time_is_between_the_two_that_are_given() {
        let second = Duration::from_secs(1);
        let check = |from, to| {
            let item = Item {
                when: [from, to],
                ..idle()
            };
            item.compare(&came()).is_ok()
        };
        assert!(check(noon() - second, noon()) && check(noon(), noon() + second));
        assert!(!check(noon() - second, noon() - second));
        assert!(!check(noon() + second, noon() + second));
    }

    #[test]
    fn a_transcript_tells_the_contact_alone() {
        let mut kept = came();
        kept.as_object_mut().unwrap().remove("InitialContactId");
        assert_eq!(idle().compare_kept(&[], &kept), Ok("id".to_owned()));
        assert!(idle().compare_kept(&[], &came()).is_err());
    }

    #[test]
    fn a_kept_item_tells_who_has_read_it() {
        let at = |time: &str| moment(&time.into()).unwrap();
        let read = [("bob".to_owned(), at("2026-01-01T09:04:00.000Z"))];
        let mut kept = came();
        kept.as_object_mut().unwrap().remove("InitialContactId");
        assert!(idle().compare_kept(&read, &kept).is_err());
        let receipt = json!({
            "ReadTimestamp": "2026-01-01T09:04:00.000Z",
            "RecipientParticipantId": "bob",
        });
        kept["MessageMetadata"] = json!({"MessageId": "id", "Receipts": [receipt]});
        assert_eq!(idle().compare_kept(&read, &kept), Ok("id".to_owned()));
        assert!(idle().compare_kept(&[], &kept).is_err());
        let later = [("bob".to_owned(), at("2026-01-01T09:04:01.000Z"))];
        assert!(idle().compare_kept(&later, &kept).is_err());
        kept["MessageMetadata"]["MessageId"] = "another".into();
        assert!(idle().compare_kept(&read, &kept).is_err());
    }

    #[test]
    fn what_comes_again_is_the_same_and_only_where_it_may() {
        let other = json!({"Id": "other"});
        let items = [came(), other.clone(), came()];
        let once = without_repeats(&items, true).unwrap();
        assert_eq!(once, [&came(), &other]);
        assert!(without_repeats(&items, false).is_err());
        let mut changed = came();
        changed["DisplayName"] = "Bob".into();
        assert!(without_repeats(&[came(), changed], true).is_err());
    }
}
