//! Pages, followed from one to the next.

use super::*;

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
