//! What participants say and read, as the participant service has it.

use connect_participant_server::types::{
    self as wire, ChatItemType, ConnectionType, ParticipantRole as WireRole, ScanDirection, SortKey,
};
use lockstep_core::{Timestamp, Violation};

use crate::connection::{Bearer, NewConnection};
use crate::ids::ContactId;
use crate::item::{self, Content, Format, Item, ItemId, ItemKind};
use crate::moment::Moment;
use crate::participant::ParticipantRole;
use crate::refusal::Refusal;
use crate::rules::violation;
use crate::server::Application;
use crate::socket::LIFE;
use crate::talk::{Direction, Page, Receipt, Said, Start, Window};

pub(crate) mod files;

/// How many items a page has if nothing is said of it. \[ours\] So many, too, if none are asked for: pages of none
/// would never come to an end.
const PAGE: u32 = 10;

/// A connection to be made for a call at this time of the machine's clock.
///
/// # Errors
///
/// The call asks for nothing.
pub(crate) fn connection(
    input: &wire::CreateParticipantConnectionRequest,
    at: Moment,
) -> Result<NewConnection, Refusal> {
    let connects = input.connect_participant.unwrap_or_default();
    if !connects && input.r#type.as_ref().is_none_or(Vec::is_empty) {
        return Err(invalid("/Type", "not be null"));
    }
    Ok(NewConnection::fresh(connects, at))
}

/// The answer to a call that has made a connection: what it asked for.
pub(crate) fn connected(
    asked: &[ConnectionType],
    new: &NewConnection,
    application: &Application,
) -> wire::CreateParticipantConnectionResponse {
    let asks = |kind| asked.contains(&kind);
    wire::CreateParticipantConnectionResponse {
        websocket: asks(ConnectionType::Websocket).then(|| wire::Websocket {
            url: Some(application.websocket_url.socket(&new.ticket)),
            connection_expiry: Some(new.at.after(LIFE).date_time()),
        }),
        connection_credentials: asks(ConnectionType::ConnectionCredentials).then(|| {
            wire::ConnectionCredentials {
                connection_token: Some(new.token.secret().to_owned()),
                expiry: Some(new.token_expires.date_time()),
            }
        }),
    }
}

/// Who calls at this time of the machine's clock.
pub(crate) fn bearer(token: String, at: Moment) -> Bearer {
    Bearer {
        token: token.into(),
        at,
    }
}

/// What a call says in the chat.
///
/// # Errors
///
/// Messages have no such content type, or may not be so long in it.
pub(crate) fn message(input: wire::SendMessageRequest) -> Result<Said, Refusal> {
    let mut formats = Format::ALL.into_iter();
    let Some(format) = formats.find(|format| format.content_type() == input.content_type) else {
        let known = Format::ALL.map(Format::content_type).join(", ");
        return Err(invalid("/ContentType", &format!("be one of [{known}]")));
    };
    let most = format.most_characters();
    if input.content.chars().count() > most {
        let rule = format!(
            "have length less than or equal to {most} in {}",
            input.content_type
        );
        return Err(invalid("/Content", &rule));
    }
    Ok(Said {
        kind: ItemKind::Message(format),
        content: Some(input.content.into()),
        about: None,
        attachment: None,
        client_token: input.client_token,
    })
}

/// What a call signals to the others.
///
/// # Errors
///
/// Clients may not send such an event, or a receipt names no message.
pub(crate) fn event(input: wire::SendEventRequest) -> Result<Said, Refusal> {
    let mut events = ItemKind::EVENTS.into_iter();
    let Some(kind) = events.find(|kind| kind.content_type() == input.content_type) else {
        let known = ItemKind::EVENTS.map(ItemKind::content_type).join(", ");
        return Err(invalid("/ContentType", &format!("be one of [{known}]")));
    };
    let about = match kind {
        ItemKind::Delivered | ItemKind::Read => {
            let about = input.content.as_deref().and_then(item::message_of);
            let rule = r#"name a message, as in {"messageId":"…"}"#;
            Some(about.ok_or_else(|| invalid("/Content", rule))?)
        }
        _ => None,
    };
    Ok(Said {
        kind,
        content: input.content.map(Content::from),
        about,
        attachment: None,
        client_token: input.client_token,
    })
}

/// Which part of the transcript a call asks for.
///
/// A start position without members counts as none, because ChatJS sends one. A page's token says where to go on and
/// in which direction, so what the first call said of that need not be said again.
///
/// # Errors
///
/// Its start position has several members, its time is none, or its token is not from here, or of a page in the other
/// direction.
pub(crate) fn window(input: &wire::GetTranscriptRequest) -> Result<Window, Refusal> {
    let position = input.start_position.clone().unwrap_or_default();
    let start = match (position.id, position.absolute_time, position.most_recent) {
        (None, None, None) => Start::End,
        (Some(id), None, None) => Start::Item(id),
        (None, Some(time), None) => Start::At(moment(&time)?),
        (None, None, Some(count)) => Start::MostRecent(u32::try_from(count).unwrap_or_default()),
        _ => return Err(invalid("/StartPosition", "have exactly one member")),
    };
    let scanned = input.scan_direction.as_ref().map(|scanned| match scanned {
        ScanDirection::Forward => Direction::Forward,
        _ => Direction::Backward,
    });
    let (start, direction) = match (&input.next_token, scanned, &start) {
        (Some(token), ..) => beyond(token, scanned)?,
        (None, Some(direction), _) => (start, direction),
        (None, None, Start::End) => (start, Direction::Backward),
        (None, None, _) => (start, Direction::Forward),
    };
    let most = input.max_results.and_then(|most| u32::try_from(most).ok());
    Ok(Window {
        contact: input.contact_id.clone().map(ContactId::from),
        start,
        direction,
        most: most.filter(|most| *most > 0).unwrap_or(PAGE),
    })
}

/// The answer to a call that reads the transcript.
pub(crate) fn transcript(
    mut page: Page,
    direction: Direction,
    order: Option<&SortKey>,
) -> wire::GetTranscriptResponse {
    let mut receipts = |id: &ItemId| Some(metadata(id, page.receipts.remove(id.as_str())?));
    let shown = page.items.into_iter().map(|item| wire::Item {
        message_metadata: receipts(&item.id),
        ..shown(item)
    });
    let mut items: Vec<wire::Item> = shown.collect();
    if order != Some(&SortKey::Ascending) {
        items.reverse();
    }
    wire::GetTranscriptResponse {
        initial_contact_id: Some(page.chat.to_string()),
        transcript: Some(items),
        next_token: page
            .next
            .map(|place| format!("{}{place}", letter(direction))),
    }
}

/// Who has received a message, as far as they told.
fn metadata(message: &ItemId, receipts: Vec<Receipt>) -> wire::MessageMetadata {
    let receipts = receipts.into_iter().map(|receipt| wire::Receipt {
        delivered_timestamp: receipt.delivered.map(Moment::date_time),
        read_timestamp: receipt.read.map(Moment::date_time),
        recipient_participant_id: Some(receipt.by.as_str().to_owned()),
    });
    wire::MessageMetadata {
        message_id: Some(message.to_string()),
        receipts: Some(receipts.collect()),
    }
}

fn shown(item: Item) -> wire::Item {
    let role = item.by.as_ref().map(|by| match by.role {
        ParticipantRole::Customer => WireRole::Customer,
        ParticipantRole::Agent => WireRole::Agent,
        ParticipantRole::CustomBot => WireRole::CustomBot,
        ParticipantRole::Supervisor => WireRole::Supervisor,
    });
    let (participant, name) = match item.by {
        Some(by) => (
            Some(by.participant.as_str().to_owned()),
            Some(by.display_name),
        ),
        None => (None, None),
    };
    wire::Item {
        absolute_time: Some(item.at.date_time()),
        content: item.content.map(|content| content.text().to_owned()),
        content_type: match item.kind {
            ItemKind::Attachment => None,
            kind => Some(kind.content_type().to_owned()),
        },
        attachments: item.attachment.map(|file| vec![files::shown(file)]),
        id: Some(item.id.to_string()),
        r#type: Some(match item.kind {
            ItemKind::Message(_) => ChatItemType::Message,
            ItemKind::Attachment => ChatItemType::Attachment,
            _ => ChatItemType::Event,
        }),
        participant_id: participant,
        display_name: name,
        participant_role: role,
        contact_id: Some(item.contact.to_string()),
        ..wire::Item::default()
    }
}

/// What a page's token says: the letter of its direction, and the place after which to go on.
fn beyond(token: &str, scanned: Option<Direction>) -> Result<(Start, Direction), Refusal> {
    let mut directions = [Direction::Forward, Direction::Backward].into_iter();
    let read = directions.find_map(|direction| {
        let place = token.strip_prefix(letter(direction))?.parse().ok()?;
        Some((Start::Beyond(place), direction))
    });
    let read = read.filter(|(_, direction)| scanned.is_none_or(|scanned| scanned == *direction));
    read.ok_or_else(|| {
        invalid(
            "/NextToken",
            "be that of an earlier page of this transcript",
        )
    })
}

fn letter(direction: Direction) -> char {
    match direction {
        Direction::Forward => 'F',
        Direction::Backward => 'B',
    }
}

fn moment(text: &str) -> Result<Moment, Refusal> {
    let time = Timestamp::from_date_time_with_offset(text).and_then(Timestamp::to_system_time);
    let rule = "be a moment such as 2026-04-23T15:33:19.546Z";
    time.map(Moment::from)
        .ok_or_else(|| invalid("/StartPosition/AbsoluteTime", rule))
}

fn invalid(path: &str, rule: &str) -> Refusal {
    let broken: Vec<Violation> = vec![violation(path, rule)];
    Refusal::Invalid(broken)
}
