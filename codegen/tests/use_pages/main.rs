//! The crates of `models/pages.json`: the client follows pages and waits, on the generated router, without a socket.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use golden_pages_client::Client;
use golden_pages_client::types::*;
use golden_pages_server::{Failure, PageService, RequestContext, router};

mod comparisons;
mod following;
mod waiting;

/// Answers each call with the next of what it was told, and notes what it was asked.
#[derive(Clone, Default)]
struct Script(Arc<Mutex<Lines>>);

#[derive(Default)]
struct Lines {
    words: VecDeque<Result<ListWordsOutput, ListWordsError>>,
    things: VecDeque<Result<Thing, DescribeThingError>>,
    asked: Vec<String>,
}

impl Script {
    fn of_words(
        words: impl IntoIterator<Item = Result<ListWordsOutput, ListWordsError>>,
    ) -> (Self, Client) {
        let script = Self::default();
        script.0.lock().unwrap().words = words.into_iter().collect();
        (script.clone(), script.client())
    }

    fn of_things(
        things: impl IntoIterator<Item = Result<Thing, DescribeThingError>>,
    ) -> (Self, Client) {
        let script = Self::default();
        script.0.lock().unwrap().things = things.into_iter().collect();
        (script.clone(), script.client())
    }

    fn client(self) -> Client {
        Client::from(lockstep_client::Client::on_router(router(self)))
    }

    fn asked(&self) -> Vec<String> {
        self.0.lock().unwrap().asked.clone()
    }

    fn next_words(&self, token: Option<String>) -> Result<ListWordsOutput, ListWordsError> {
        let mut lines = self.0.lock().unwrap();
        lines.asked.push(token.unwrap_or_default());
        lines.words.pop_front().unwrap()
    }
}

impl PageService for Script {
    async fn list_words(
        &self,
        _: RequestContext,
        input: ListWordsInput,
    ) -> Result<ListWordsOutput, ListWordsError> {
        assert_eq!(input.size, Some(2));
        self.next_words(input.token)
    }

    async fn list_one_way(
        &self,
        _: RequestContext,
        input: ListWayInput,
    ) -> Result<ListWordsOutput, ListOneWayError> {
        Ok(self.next_words(input.token).unwrap())
    }

    async fn list_other_way(
        &self,
        _: RequestContext,
        _: ListWayInput,
    ) -> Result<ListWordsOutput, ListOtherWayError> {
        Err(Failure::not_implemented().into())
    }

    /// Two pages, the second without entries.
    async fn list_entries(
        &self,
        _: RequestContext,
        input: ListEntriesInput,
    ) -> Result<ListEntriesOutput, ListEntriesError> {
        let mut entries = Entries::default();
        if input.cursor.is_none() {
            let parts = ["a", "b"].map(|key| (key.to_owned(), Part::default()));
            entries.entries = Some(BTreeMap::from(parts));
            entries.page = Some(PageEnd::new("second"));
        }
        Ok(ListEntriesOutput::new(entries))
    }

    /// Three numbers on each page, up to the ninth.
    async fn list_numbers(
        &self,
        _: RequestContext,
        input: ListNumbersInput,
    ) -> Result<ListNumbersOutput, ListNumbersError> {
        let from = input.from.unwrap_or(0);
        let end = (from < 9).then(|| {
            let numbers = vec![Some(from), None, Some(from + 2)];
            NumbersEnd::new(from + 3, numbers)
        });
        Ok(ListNumbersOutput { end })
    }

    /// A token of two parts, which is the same from the third page on.
    async fn list_bare(
        &self,
        _: RequestContext,
        input: ListBareInput,
    ) -> Result<ListBareOutput, ListBareError> {
        let size = input.position.map_or(0, |position| position.len());
        let position = (0..=size.min(1)).map(|part| (part.to_string(), "x".to_owned()));
        Ok(ListBareOutput {
            position: Some(position.collect()),
            size: i32::try_from(size).ok(),
        })
    }

    async fn describe_thing(
        &self,
        _: RequestContext,
        input: DescribeThingInput,
    ) -> Result<Thing, DescribeThingError> {
        let mut lines = self.0.lock().unwrap();
        lines.asked.push(input.id);
        lines.things.pop_front().unwrap()
    }
}

fn thing(change: impl FnOnce(&mut Thing)) -> Result<Thing, DescribeThingError> {
    let mut thing = Thing::new("name", Inner::default());
    change(&mut thing);
    Ok(thing)
}

fn in_state(state: State) -> Result<Thing, DescribeThingError> {
    thing(|thing| thing.state = Some(state))
}

fn not_found() -> Result<Thing, DescribeThingError> {
    Err(NotFound::new("no such thing").into())
}

fn id() -> DescribeThingInput {
    DescribeThingInput::new("t")
}

#[test]
fn what_is_internal_or_tagged_is_left_out_by_name() {
    let root = include_str!("../golden/golden-pages-client/src/lib.rs");
    let left_out = "//! Left out by the settings: `Secret`.
//!
//! Members left out by the settings: `Thing$hidden`, `Part$draft`.
";
    assert!(root.contains(left_out), "{root}");
}

#[test]
fn examples_stand_in_the_documentation_of_the_operation() {
    let file = include_str!("../golden/golden-pages-types/src/operations/list_words.rs");
    let example = "/// Lists words.
///
/// # Examples
///
/// Two words
///
/// Lists the first two words.
///
/// ```json
/// {
///   \"input\": {
///     \"size\": 2
///   },
///   \"output\": {";
    assert!(file.contains(example), "{file}");
}
