//! What waiters compare, as JMESPath says.

use std::time::Duration;

use lockstep_client::WaitError;

use super::*;

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
