//! What is seen, and that it is all.
//!
//! What a scene says that happens is what everyone who should see it must have seen next, as a whole item. At the end
//! it is all that anyone has seen and all that the service has recorded, and what of it is kept is the transcript.

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use serde_json::{Value, json};

use super::event::Event;
use super::item::{self, Item, What};
use super::player::Answer;
use super::stage::{Person, Stage, list};

impl Stage {
    /// Everyone who is there sees this.
    pub(super) fn sees(&mut self, event: Event) -> Result<SystemTime, String> {
        let item = self.of(event)?;
        self.happened.push(item);
        self.everyone_sees_the_last()
    }

    /// This one alone sees this.
    pub(super) fn sees_alone(&mut self, name: &str, event: Event) -> Result<SystemTime, String> {
        let mut item = self.of(event)?;
        let person = self.find(name)?;
        item.shown_to = vec![person.author.participant.clone()];
        item.seen_at = person
            .sockets
            .iter()
            .map(|socket| socket.who.clone())
            .collect();
        self.happened.push(item);
        self.everyone_sees_the_last()
    }

    /// Nobody has seen, and the service has not recorded, anything but what is known already.
    pub(super) fn sees_nothing_more(&mut self) -> Result<(), String> {
        let record = self.service.record(&self.contact[1])?;
        compare_record(&mut self.happened, &record).map_err(|why| format!("the record: {why}"))?;
        let sockets = self.people.iter().flat_map(|person| &person.sockets);
        for who in sockets.map(|socket| socket.who.clone()).collect::<Vec<_>>() {
            self.compare_seen(&who, true)?;
        }
        Ok(())
    }

    /// Something has happened between this time and now, and everyone who is there sees it.
    pub(super) fn happens(
        &mut self,
        what: What,
        by: Option<&str>,
        from: SystemTime,
    ) -> Result<SystemTime, String> {
        let item = self.item(what, by, from)?;
        self.happened.push(item);
        self.everyone_sees_the_last()
    }

    /// Something that has happened between this time and now, and is shown to everyone who is there.
    pub(super) fn item(
        &self,
        what: What,
        by: Option<&str>,
        from: SystemTime,
    ) -> Result<Item, String> {
        let by = by.map(|name| self.find(name)).transpose()?;
        let participants = self.there().map(|person| &person.author.participant);
        let sockets = self.there().flat_map(|person| &person.sockets);
        Ok(Item {
            what,
            by: by.map(|person| person.author.clone()),
            contact: self.contact.clone(),
            when: [from, self.now()?],
            id: None,
            shown_to: participants.cloned().collect(),
            seen_at: sockets.map(|socket| socket.who.clone()).collect(),
        })
    }

    /// Everyone who should has seen all until the last, which has one id and one time for all of them.
    pub(super) fn everyone_sees_the_last(&mut self) -> Result<SystemTime, String> {
        let sockets = self.happened.last().map(|last| last.seen_at.clone());
        for who in sockets.iter().flatten() {
            self.compare_seen(who, false)?;
        }
        let last = self.happened.last().map(|last| last.when[0]);
        last.ok_or_else(|| "nothing has happened".to_owned())
    }

    /// How many items are known that this socket was shown.
    pub(super) fn known_at(&self, who: &str) -> usize {
        self.happened
            .iter()
            .filter(|item| item.is_seen_at(who))
            .count()
    }

    /// Compares the transcript that someone reads with what is kept of all that has happened.
    pub(super) fn compare_transcript(&mut self, who: &str) -> Result<(), String> {
        let transcript = self.ask(json!({"do": "transcript", "who": who}))?;
        let came = list(transcript.output()?, "Transcript")?;
        let readers = self.readers();
        let none = Vec::new();
        let compare = |item: &Item, came: &Value| {
            let readers = item.id.as_ref().and_then(|id| readers.get(id));
            item.compare_kept(readers.unwrap_or(&none), came)
        };
        let kept = self.happened.iter_mut().filter(|item| item.what.is_kept());
        compare_all(
            kept.collect(),
            &came.iter().collect::<Vec<_>>(),
            true,
            compare,
        )
        .map_err(|why| format!("the transcript of {who}: {why}"))
    }

    /// Who has read which message, by its id, and when.
    fn readers(&self) -> BTreeMap<String, Vec<(String, SystemTime)>> {
        let mut readers = BTreeMap::<String, Vec<_>>::new();
        for item in &self.happened {
            if let (What::Read(message), Some(by)) = (&item.what, &item.by) {
                let reader = (by.participant.clone(), item.when[0]);
                readers.entry(message.clone()).or_default().push(reader);
            }
        }
        readers
    }

    /// Compares what a socket was shown with what has happened: all of it, or so much as is known already.
    fn compare_seen(&mut self, who: &str, is_all: bool) -> Result<(), String> {
        let ask = |count| json!({"do": "seen", "who": who, "count": count});
        let mut seen = self.ask(ask(self.known_at(who)))?;
        if matches!(&seen, Answer::Error(told) if told.kind == "timeout") {
            // Then what there is tells more.
            seen = self.ask(ask(0))?;
        }
        let items = list(seen.output()?, "items")?;
        let mine = |person: &&Person| person.sockets.iter().any(|socket| socket.who == who);
        let me = self.people.iter().find(mine);
        let me = me.map_or("", |person| &person.author.participant);
        let expected = self.happened.iter_mut().filter(|item| item.is_seen_at(who));
        let may_repeat = self.starts > 1;
        let compare = |item: &Item, came: &Value| item.compare_at(me, came);
        item::without_repeats(&items, may_repeat)
            .and_then(|came| compare_all(expected.collect(), &came, is_all, compare))
            .map_err(|why| format!("{who}: {why}"))
    }

    fn of(&self, event: Event) -> Result<Item, String> {
        let now = self.now()?;
        let mut item = self.item(What::Event(event.kind), event.by, now)?;
        if let Some(at) = event.at {
            item.when = [at; 2];
        }
        Ok(item)
    }
}

/// Compares items in their order, and learns the id and the time of each, which are the same for everyone.
fn compare_all(
    expected: Vec<&mut Item>,
    came: &[&Value],
    is_all: bool,
    compare: impl Fn(&Item, &Value) -> Result<String, String>,
) -> Result<(), String> {
    let count = expected.len();
    let mut items = came.iter();
    for expected in expected {
        let Some(came) = items.next() else {
            return Err(format!("expected {expected} got nothing more"));
        };
        expected.id = Some(compare(expected, came)?);
        if let Some(at) = item::moment(&came["AbsoluteTime"]) {
            expected.when = [at; 2];
        }
    }
    match came.get(count) {
        Some(more) if is_all => Err(format!("expected nothing more got {more}")),
        _ => Ok(()),
    }
}

/// Compares the record of the service: each item is in it once, under an id of its own, and is for those who should
/// see it.
fn compare_record(happened: &mut [Item], record: &[Value]) -> Result<(), String> {
    // ChatJS says by itself that it is connected, and nobody is shown it.
    let own = |item: &&Value| {
        let kind = item["ContentType"].as_str().unwrap_or_default();
        !kind.ends_with(".event.connection.acknowledged")
    };
    let mut shown = Vec::new();
    for (number, item) in record.iter().filter(own).enumerate() {
        let mut item = item.clone();
        let [kept, shown_to] = ["Kept", "ShownTo"].map(|name| {
            let members = item.as_object_mut();
            members
                .and_then(|members| members.remove(name))
                .unwrap_or_default()
        });
        let shown_to = shown_to.as_array().into_iter().flatten();
        let shown_to: BTreeSet<&str> = shown_to
            .filter_map(|one| one["ParticipantId"].as_str())
            .collect();
        if let Some(expected) = happened.get(number) {
            let should: BTreeSet<&str> = expected.shown_to.iter().map(String::as_str).collect();
            if kept != expected.what.is_kept() || shown_to != should {
                return Err(format!(
                    "expected {item} for {should:?} got it for {shown_to:?}, kept: {kept}"
                ));
            }
        }
        shown.push(item);
    }
    let ids: BTreeSet<&str> = shown
        .iter()
        .filter_map(|item| item["Id"].as_str())
        .collect();
    if ids.len() != shown.len() {
        return Err(format!("expected an Id for each item got {shown:?}"));
    }
    compare_all(
        happened.iter_mut().collect(),
        &shown.iter().collect::<Vec<_>>(),
        true,
        Item::compare,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(kind: &'static str, shown_to: &[&str]) -> Item {
        Item {
            what: What::Event(kind),
            by: None,
            contact: ["c".to_owned(), "c".to_owned()],
            when: [SystemTime::UNIX_EPOCH; 2],
            id: None,
            shown_to: shown_to.iter().map(|one| (*one).to_owned()).collect(),
            seen_at: Vec::new(),
        }
    }

    fn came(kind: &str, id: &str) -> Value {
        json!({
            "AbsoluteTime": "1970-01-01T00:00:00.000Z",
            "ContentType": format!("application/vnd.amazonaws.connect.event.{kind}"),
            "Id": id,
            "Type": "EVENT",
            "ContactId": "c",
            "InitialContactId": "c",
        })
    }

    fn recorded(kind: &str, id: &str, kept: bool, shown_to: &[&str]) -> Value {
        let mut item = came(kind, id);
        item["Kept"] = kept.into();
        let shown_to = shown_to
            .iter()
            .map(|one| json!({"ParticipantId": one, "Shown": true}));
        item["ShownTo"] = shown_to.collect();
        item
    }

    #[test]
    fn items_are_compared_in_their_order_and_remembered() {
        let check = |came: &[Value], is_all| {
            let mut expected = [item("typing", &[]), item("chat.ended", &[])];
            let came: Vec<&Value> = came.iter().collect();
            let compared = compare_all(expected.iter_mut().collect(), &came, is_all, Item::compare);
            compared.map(|()| expected.map(|item| item.id))
        };
        let both = [came("typing", "1"), came("chat.ended", "2")];
        let ids = ["1", "2"].map(|id| Some(id.to_owned()));
        assert_eq!(check(&both, true), Ok(ids.clone()));
        let [first, second] = both.clone();
        assert!(check(&[second.clone(), first.clone()], true).is_err());
        let missing = check(std::slice::from_ref(&first), false).unwrap_err();
        assert!(missing.contains("chat.ended") && missing.ends_with("got nothing more"));
        let more = [first, second, came("typing", "3")];
        assert_eq!(check(&more, false), Ok(ids));
        assert!(check(&more, true).is_err_and(|why| why.starts_with("expected nothing more")));
    }

    #[test]
    fn the_record_has_each_item_once_for_those_who_should_see_it() {
        let check = |record: &[Value]| {
            let mut happened = [item("typing", &["a", "b"]), item("chat.ended", &["a"])];
            compare_record(&mut happened, record)
        };
        let typing = recorded("typing", "1", false, &["b", "a"]);
        let ended = recorded("chat.ended", "2", true, &["a"]);
        let acknowledged = recorded("connection.acknowledged", "0", false, &[]);
        assert_eq!(
            check(&[acknowledged, typing.clone(), ended.clone()]),
            Ok(())
        );
        for wrong in [
            vec![typing.clone()],
            vec![typing.clone(), ended.clone(), ended.clone()],
            vec![typing.clone(), recorded("chat.ended", "1", true, &["a"])],
            vec![typing.clone(), recorded("chat.ended", "2", false, &["a"])],
            vec![
                typing.clone(),
                recorded("chat.ended", "2", true, &["a", "b"]),
            ],
            vec![recorded("typing", "1", false, &["a"]), ended],
        ] {
            assert!(check(&wrong).is_err(), "{wrong:?}");
        }
    }
}
