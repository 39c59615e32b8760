//! The crates of `models/pages.json`: the client follows pages and waits, on the generated router, without a socket.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use golden_pages_client::Client;
use golden_pages_client::types::*;
use golden_pages_server::{Failure, PageService, RequestContext, router};
use lockstep_client::WaitError;
use tokio::time::Instant;

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

fn page(words: &[&str], next: Option<&str>) -> Result<ListWordsOutput, ListWordsError> {
    let words = words.iter().map(|&word| word.to_owned()).collect();
    Ok(ListWordsOutput {
        words,
        next: next.map(str::to_owned),
    })
}

fn input() -> ListWordsInput {
    ListWordsInput {
        size: Some(2),
        ..ListWordsInput::default()
    }
}

#[tokio::test]
async fn items_come_from_all_pages() {
    let (script, client) = Script::of_words([
        page(&["a", "b"], Some("2")),
        page(&[], Some("3")),
        page(&["c"], None),
    ]);
    let words = client.pages(input()).items().collect().await.unwrap();
    assert_eq!(words, ["a", "b", "c"]);
    assert_eq!(script.asked(), ["", "2", "3"]);
}

#[tokio::test]
async fn pages_end_without_a_token_with_an_empty_one_and_with_the_one_that_was_sent() {
    for (last, begin) in [(None, None), (Some(""), None), (Some("x"), Some("x"))] {
        let (script, client) = Script::of_words([page(&["a"], last)]);
        let mut pages = client.pages(ListWordsInput {
            token: begin.map(str::to_owned),
            ..input()
        });
        assert!(script.asked().is_empty());
        assert_eq!(pages.next().await.unwrap().unwrap().words, ["a"]);
        for _ in 0..2 {
            assert_eq!(pages.next().await.unwrap(), None);
        }
        assert_eq!(script.asked(), [begin.unwrap_or_default()]);
    }
}

#[tokio::test]
async fn an_error_keeps_the_place() {
    let busy = || Err(Busy::new("not now").into());
    let (script, client) = Script::of_words([
        page(&["a"], Some("2")),
        busy(),
        page(&["b"], Some("3")),
        busy(),
        page(&["c"], None),
    ]);
    let mut items = client.pages(input()).items();
    let mut seen = Vec::new();
    loop {
        match items.next().await {
            Ok(Some(word)) => seen.push(word),
            Ok(None) => break,
            Err(error) => {
                assert!(
                    matches!(error.service_error(), Some(ListWordsError::Busy(_))),
                    "{error}"
                );
                seen.push("error".to_owned());
            }
        }
    }
    assert_eq!(seen, ["a", "error", "b", "error", "c"]);
    assert_eq!(script.asked(), ["", "2", "2", "3", "3"]);
}

#[tokio::test]
async fn tokens_and_items_are_found_within_structures() {
    let client = Script::default().client();
    let entries = client.pages(ListEntriesInput::default()).items();
    let keys: Vec<String> = entries
        .collect()
        .await
        .unwrap()
        .into_iter()
        .map(|(key, _)| key)
        .collect();
    assert_eq!(keys, ["a", "b"]);
    let numbers = client.pages(ListNumbersInput::default()).items();
    let expected = [0, 3, 6].map(|from| [Some(from), None, Some(from + 2)]);
    assert_eq!(numbers.collect().await.unwrap(), expected.concat());
    let mut pages = client.pages(ListBareInput::default());
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await.unwrap() {
        sizes.push(page.size);
    }
    assert_eq!(sizes, [Some(0), Some(1), Some(2)]);
}

#[tokio::test]
async fn an_input_of_two_operations_needs_the_name_of_one() {
    let (script, client) = Script::of_words([page(&["a"], Some("2")), page(&["b"], None)]);
    let pages = client.as_ref().pages::<ListOneWay>(ListWayInput::default());
    assert_eq!(pages.items().collect().await.unwrap(), ["a", "b"]);
    assert_eq!(script.asked(), ["", "2"]);
}

const MINUTE: Duration = Duration::from_secs(60);

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

#[tokio::test(start_paused = true)]
async fn a_waiter_asks_again_until_an_output_matches() {
    let (script, client) = Script::of_things([
        in_state(State::Pending),
        thing(|_| {}),
        Err(Busy::new("not now").into()),
        in_state(State::Active),
    ]);
    let began = Instant::now();
    let found = client.wait_until_thing_active(id(), MINUTE).await.unwrap();
    assert_eq!(found.unwrap().state, Some(State::Active));
    assert_eq!(script.asked().len(), 4);
    // From 5 s each time, up to 5, 10 and 20 s.
    let waited = began.elapsed().as_secs();
    assert!((15..=36).contains(&waited), "{waited} s");
}

#[tokio::test(start_paused = true)]
async fn a_waiter_ends_with_a_failure_and_with_an_error_that_it_does_not_expect() {
    let (_, client) = Script::of_things([in_state(State::Pending), in_state(State::Failed)]);
    match client.wait_until_thing_active(id(), MINUTE).await {
        Err(WaitError::Failed(thing)) => assert_eq!(thing.state, Some(State::Failed)),
        other => panic!("{other:?}"),
    }
    let (script, client) = Script::of_things([not_found()]);
    let error = client
        .wait_until_thing_active(id(), MINUTE)
        .await
        .unwrap_err();
    assert!(matches!(&error, WaitError::Error(error) if error.status().unwrap() == 404));
    assert!(error.to_string().contains("no such thing"), "{error}");
    assert_eq!(script.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_waiter_stops_when_it_took_too_long() {
    let (script, client) = Script::of_things((0..20).map(|_| in_state(State::Pending)));
    let began = Instant::now();
    let error = client
        .wait_until_thing_active(id(), MINUTE)
        .await
        .unwrap_err();
    let WaitError::TimedOut { attempts, max_wait } = error else {
        panic!("{error}")
    };
    assert_eq!(
        (script.asked().len(), max_wait),
        (usize::try_from(attempts).unwrap(), MINUTE)
    );
    assert!((5..=12).contains(&attempts), "{attempts}");
    // The last call is made where the least delay is left.
    assert!((54..=56).contains(&began.elapsed().as_secs()));
    let text = format!("what is waited for did not come within 60s (after {attempts} calls)");
    assert_eq!(error.to_string(), text);
}

#[tokio::test(start_paused = true)]
async fn without_time_a_waiter_asks_once() {
    let (script, client) = Script::of_things([in_state(State::Pending)]);
    let waited = client.wait_until_thing_active(id(), Duration::ZERO).await;
    assert!(matches!(
        waited,
        Err(WaitError::TimedOut { attempts: 1, .. })
    ));
    assert_eq!(script.asked(), ["t"]);
}

#[tokio::test(start_paused = true)]
async fn successes_and_errors_can_be_what_is_waited_for() {
    let (_, client) = Script::of_things([not_found(), not_found(), thing(|_| {})]);
    let found = client.wait_until_thing_exists(id(), MINUTE).await.unwrap();
    assert_eq!(found.unwrap().name, "name");
    let (script, client) = Script::of_things([thing(|_| {}), not_found()]);
    let gone = client.wait_until_thing_gone(id(), MINUTE).await.unwrap();
    assert_eq!((gone, script.asked().len()), (None, 2));
    let (_, client) = Script::of_things([thing(|_| {}), Err(Busy::new("b").into())]);
    let refused = client.wait_until_thing_refused(id(), MINUTE).await.unwrap();
    assert_eq!(refused, None);
}

/// A call without an answer is no error of the service, whatever is waited for.
#[tokio::test(start_paused = true)]
async fn no_answer_is_not_an_error_that_is_waited_for() {
    let nobody = lockstep_client::Client::new("http://127.0.0.1:1").unwrap();
    let waited = Client::from(nobody)
        .wait_until_thing_refused(id(), MINUTE)
        .await;
    assert!(
        matches!(
            waited,
            Err(WaitError::Error(lockstep_client::Error::Transport(_)))
        ),
        "{waited:?}"
    );
}

/// What a waiter says of one answer: `None` if it would ask again.
macro_rules! says {
    ($wait:ident, $thing:expr) => {{
        let (_, client) = Script::of_things([$thing]);
        match client.$wait(id(), Duration::ZERO).await {
            Ok(_) => Some(true),
            Err(WaitError::Failed(_)) => Some(false),
            Err(WaitError::TimedOut { .. }) => None,
            Err(error) => panic!("{error}"),
        }
    }};
}

fn part(state: Option<State>, size: i64, words: &[&str]) -> Part {
    Part {
        state,
        size: Some(size),
        words: Some(words.iter().map(|&word| word.to_owned()).collect()),
        ..Part::default()
    }
}

fn with_parts(parts: &[Part]) -> Result<Thing, DescribeThingError> {
    thing(|thing| thing.parts = Some(parts.to_vec()))
}

#[tokio::test(start_paused = true)]
async fn all_or_any_of_several_are_compared() {
    let states = |states: &[State]| {
        let parts: Vec<Part> = states
            .iter()
            .map(|state| part(Some(state.clone()), 1, &[]))
            .collect();
        with_parts(&parts)
    };
    use State::{Active, Broken, Done};
    assert_eq!(says!(wait_until_parts_done, thing(|_| {})), None);
    assert_eq!(says!(wait_until_parts_done, states(&[])), None);
    assert_eq!(
        says!(wait_until_parts_done, with_parts(&[part(None, 1, &[])])),
        None
    );
    assert_eq!(says!(wait_until_parts_done, states(&[Done, Active])), None);
    assert_eq!(
        says!(wait_until_parts_done, states(&[Done, Done])),
        Some(true)
    );
    assert_eq!(
        says!(wait_until_parts_done, states(&[Done, Broken])),
        Some(false)
    );
    let words = |words: &[&str]| with_parts(&[part(None, 1, &[]), part(None, 1, words)]);
    assert_eq!(says!(wait_until_words_found, words(&["a"])), None);
    assert_eq!(
        says!(wait_until_words_found, words(&["a", "found"])),
        Some(true)
    );
    assert_eq!(
        says!(wait_until_words_found, words(&["never", "a"])),
        Some(false)
    );
}

#[tokio::test(start_paused = true)]
async fn booleans_and_the_input_are_compared() {
    let ready = |is_ready| thing(|thing| thing.inner.is_ready = is_ready);
    assert_eq!(says!(wait_until_thing_ready, ready(None)), None);
    assert_eq!(says!(wait_until_thing_ready, ready(Some(true))), Some(true));
    assert_eq!(
        says!(wait_until_thing_ready, ready(Some(false))),
        Some(false)
    );
    let named = |name: &str| thing(|thing| thing.inner.name = Some(name.to_owned()));
    assert_eq!(says!(wait_until_thing_named, thing(|_| {})), None);
    assert_eq!(says!(wait_until_thing_named, named("u")), None);
    assert_eq!(says!(wait_until_thing_named, named("t")), Some(true));
}

#[tokio::test(start_paused = true)]
async fn functions_filters_and_conditions_are_what_jmespath_says() {
    let counted = |count: Option<i32>, sizes: &[i64]| {
        thing(|thing| {
            thing.count = count;
            let parts = sizes.iter().map(|size| part(Some(State::Done), *size, &[]));
            thing.parts = Some(parts.collect());
        })
    };
    assert_eq!(
        says!(wait_until_thing_counted, counted(Some(2), &[3, 4])),
        Some(true)
    );
    // A part of size 2 does not count, and without a count there is nothing to compare.
    assert_eq!(
        says!(wait_until_thing_counted, counted(Some(2), &[2, 4])),
        None
    );
    assert_eq!(
        says!(wait_until_thing_counted, counted(None, &[3, 4])),
        None
    );
    assert_eq!(
        says!(wait_until_thing_counted, counted(Some(2), &[-1])),
        Some(false)
    );
    let by_name = |name: &str, entries: &[&str]| {
        thing(|thing| {
            thing.name = name.to_owned();
            let entries = entries.iter().map(|&entry| {
                let part = Part {
                    name: Some(entry.to_owned()),
                    ..Part::default()
                };
                (entry.to_owned(), part)
            });
            thing.by_name = Some(entries.collect());
            thing.parts = Some(Vec::new());
        })
    };
    let cases = [
        ("a", &["a", "b"][..], None),
        ("a", &["a", "b", "c"], Some(false)),
        ("x", &["a", "b", "c"], None),
        ("x", &["stop"], Some(false)),
        ("x", &["halt"], Some(false)),
    ];
    for (name, entries, expected) in cases {
        let said = says!(wait_until_thing_counted, by_name(name, entries));
        assert_eq!(said, expected, "{name} {entries:?}");
    }
}

#[test]
fn what_is_internal_or_tagged_is_left_out_by_name() {
    let root = include_str!("golden/golden-pages-client/src/lib.rs");
    let left_out = "//! Left out by the settings: `Secret`, `Thing$hidden`, `Part$draft`.\n";
    assert!(root.contains(left_out), "{root}");
}

#[test]
fn examples_stand_in_the_documentation_of_the_operation() {
    let file = include_str!("golden/golden-pages-types/src/operations/list_words.rs");
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
