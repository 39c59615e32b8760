//! How a transcript is read.

use connect_client::types::{ChatMessage, StartChatContactRequest};
use connect_participant_client::types::{
    GetTranscriptError, GetTranscriptRequest, ScanDirection, SortKey, StartPosition,
};

use crate::common::api::start;
use crate::common::party::{Party, Seat, told};

/// A chat in which the customer has counted to nine, a minute apart, with the ids and times of that.
async fn counted() -> (Party, Seat, Vec<(String, String)>) {
    let party = Party::new().await;
    let ann = party.join(&party.ann).await;
    let mut said = Vec::new();
    for number in 1..=9 {
        party.advance(1).await;
        let id = party.says(&ann, &number.to_string()).await;
        said.push((id, party.chat.clock.now().date_time()));
    }
    (party, ann, said)
}

/// All pages of a call, each in short.
async fn pages(party: &Party, call: GetTranscriptRequest) -> Vec<String> {
    let mut pages = Vec::new();
    let mut next = call;
    loop {
        let read = party.service.get_transcript(next.clone()).await.unwrap();
        assert_eq!(read.initial_contact_id.as_ref(), Some(&party.contact));
        let items = told(&read.transcript.unwrap());
        let short = |line: &String| match line.strip_prefix("Ann: ").unwrap() {
            "participant.joined" => "+".to_owned(),
            number => number.to_owned(),
        };
        pages.push(items.iter().map(short).collect::<String>());
        if read.next_token.is_none() {
            return pages;
        }
        next.next_token = read.next_token;
    }
}

#[tokio::test]
async fn it_is_read_from_any_place_in_either_direction_and_order() {
    let (party, ann, said) = counted().await;
    let call = |direction: Option<ScanDirection>, order: Option<SortKey>, start| {
        let call = GetTranscriptRequest {
            max_results: Some(4),
            scan_direction: direction,
            sort_order: order,
            start_position: start,
            ..GetTranscriptRequest::new(&ann.token)
        };
        pages(&party, call)
    };
    let (forward, backward) = (Some(ScanDirection::Forward), Some(ScanDirection::Backward));
    let ascending = Some(SortKey::Ascending);
    assert_eq!(call(None, None, None).await, ["9876", "5432", "1+"]);
    assert_eq!(
        call(backward.clone(), ascending.clone(), None).await,
        ["6789", "2345", "+1"]
    );
    assert_eq!(
        call(forward.clone(), ascending.clone(), None).await,
        ["+123", "4567", "89"]
    );
    assert_eq!(
        call(forward.clone(), None, None).await,
        ["321+", "7654", "98"]
    );
    // As ChatJS sends it.
    let empty = Some(StartPosition::default());
    assert_eq!(
        call(backward.clone(), ascending.clone(), empty).await,
        ["6789", "2345", "+1"]
    );

    let (id, time) = said[5].clone();
    let at_item = || {
        Some(StartPosition {
            id: Some(id.clone()),
            ..StartPosition::default()
        })
    };
    assert_eq!(call(None, ascending.clone(), at_item()).await, ["6789"]);
    assert_eq!(
        call(backward.clone(), ascending.clone(), at_item()).await,
        ["3456", "+12"]
    );
    let at_time = || {
        Some(StartPosition {
            absolute_time: Some(time.clone()),
            ..StartPosition::default()
        })
    };
    assert_eq!(call(None, ascending.clone(), at_time()).await, ["6789"]);
    assert_eq!(
        call(backward.clone(), ascending.clone(), at_time()).await,
        ["3456", "+12"]
    );
    let recent = |count| {
        Some(StartPosition {
            most_recent: Some(count),
            ..StartPosition::default()
        })
    };
    for (count, read) in [(2, &["89"][..]), (0, &[""]), (100, &["+123", "4567", "89"])] {
        let recent = call(None, ascending.clone(), recent(count));
        assert_eq!(recent.await, read);
    }
    // The other way, those before them.
    for (count, read) in [(2, &["5678", "1234", "+"][..]), (0, &[""]), (100, &["+"])] {
        let recent = call(backward.clone(), ascending.clone(), recent(count));
        assert_eq!(recent.await, read);
    }
}

#[tokio::test]
async fn a_token_alone_goes_on_where_its_page_ended() {
    let (party, ann, said) = counted().await;
    let first = |start, direction| GetTranscriptRequest {
        start_position: Some(start),
        scan_direction: direction,
        max_results: Some(2),
        ..GetTranscriptRequest::new(&ann.token)
    };
    let third = StartPosition {
        id: Some(said[2].0.clone()),
        ..StartPosition::default()
    };
    let (forward, backward) = (ScanDirection::Forward, ScanDirection::Backward);
    for (call, other, read) in [
        (first(third.clone(), None), &backward, ["Ann: 6", "Ann: 5"]),
        (
            first(third.clone(), Some(backward.clone())),
            &forward,
            ["Ann: 1", "Ann: participant.joined"],
        ),
        (
            first(StartPosition::default(), None),
            &forward,
            ["Ann: 7", "Ann: 6"],
        ),
    ] {
        let page = party.service.get_transcript(call).await.unwrap();
        let next = GetTranscriptRequest {
            next_token: page.next_token,
            max_results: Some(2),
            ..GetTranscriptRequest::new(&ann.token)
        };
        let page = party.service.get_transcript(next.clone()).await.unwrap();
        assert_eq!(told(&page.transcript.unwrap()), read);
        let contradicting = GetTranscriptRequest {
            scan_direction: Some(other.clone()),
            ..next
        };
        let refused = party.service.get_transcript(contradicting).await;
        assert!(matches!(
            refused.unwrap_err().service_error(),
            Some(GetTranscriptError::ValidationException(_))
        ));
    }
}

#[tokio::test]
async fn a_page_never_has_what_the_page_before_had_though_the_chat_grows() {
    let (party, ann, _) = counted().await;
    let call = GetTranscriptRequest {
        max_results: Some(2),
        ..GetTranscriptRequest::new(&ann.token)
    };
    let first = party.service.get_transcript(call.clone()).await.unwrap();
    assert_eq!(told(&first.transcript.unwrap()), ["Ann: 9", "Ann: 8"]);
    party.says(&ann, "10").await;
    let call = GetTranscriptRequest {
        next_token: first.next_token,
        ..call
    };
    let second = party.service.get_transcript(call).await.unwrap();
    assert_eq!(told(&second.transcript.unwrap()), ["Ann: 7", "Ann: 6"]);
}

#[tokio::test]
async fn the_contacts_of_the_chain_are_read_together_or_one_by_one() {
    let mut party = Party::new().await;
    let ann = party.join(&party.ann).await;
    party.says(&ann, "before").await;
    let first = party.contact.clone();
    party.transfer().await;
    party.says(&ann, "after").await;
    let all = [
        "Ann: participant.joined",
        "Ann: before",
        "-: transfer.succeeded",
        "Ann: after",
    ];
    assert_eq!(party.transcript(&ann).await, all);
    for (contact, said) in [(&first, &all[..3]), (&party.contact, &all[3..])] {
        let call = GetTranscriptRequest {
            contact_id: Some(contact.clone()),
            sort_order: Some(SortKey::Ascending),
            ..GetTranscriptRequest::new(&ann.token)
        };
        let read = party.service.get_transcript(call).await.unwrap();
        assert_eq!(told(&read.transcript.unwrap()), said);
        assert_eq!(read.initial_contact_id.as_ref(), Some(&first));
    }
}

#[tokio::test]
async fn it_begins_with_what_the_chat_was_started_with() {
    let party = Party::new().await;
    let start = StartChatContactRequest {
        initial_message: Some(ChatMessage::new("text/markdown", "*help*")),
        ..start("i")
    };
    let started = party.connect.start_chat_contact(start).await.unwrap();
    let ann = party.join(&started.participant_token.unwrap()).await;
    let said = party.transcript(&ann).await;
    assert_eq!(said, ["Ann: *help*", "Ann: participant.joined"]);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    let (party, ann, said) = counted().await;
    let begin = |start: StartPosition| GetTranscriptRequest {
        start_position: Some(start),
        ..GetTranscriptRequest::new(&ann.token)
    };
    let token = |token: &str| GetTranscriptRequest {
        next_token: Some(token.to_owned()),
        ..GetTranscriptRequest::new(&ann.token)
    };
    let none = StartPosition::default;
    for call in [
        begin(StartPosition {
            id: Some(said[0].0.clone()),
            most_recent: Some(1),
            ..none()
        }),
        begin(StartPosition {
            id: Some("none".to_owned()),
            ..none()
        }),
        begin(StartPosition {
            absolute_time: Some("yesterday".to_owned()),
            ..none()
        }),
        token("F"),
        token("nonsense"),
    ] {
        let refused = party.service.get_transcript(call).await.unwrap_err();
        assert!(matches!(
            refused.service_error(),
            Some(GetTranscriptError::ValidationException(_))
        ));
    }
    let elsewhere = GetTranscriptRequest {
        contact_id: Some("another".to_owned()),
        ..GetTranscriptRequest::new(&ann.token)
    };
    let refused = party.service.get_transcript(elsewhere).await.unwrap_err();
    assert!(matches!(
        refused.service_error(),
        Some(GetTranscriptError::AccessDeniedException(_))
    ));
}
