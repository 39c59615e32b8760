//! Files, as the participant service has them.

use std::collections::BTreeMap;
use std::time::Duration;

use connect_participant_server::types as wire;

use super::invalid;
use crate::attachment::{Attachment, FileLink, LARGEST, NewAttachment};
use crate::connection::FileTicket;
use crate::item::ItemKind;
use crate::moment::Moment;
use crate::refusal::Refusal;
use crate::server::Application;
use crate::talk::Said;

/// How many seconds an address is good for from which a file is read, if nothing is said of it: the most that may be.
const LINK_LIFE: i32 = 300;

/// The file that a call announces at this time of the machine's clock.
///
/// # Errors
///
/// It is too large.
pub(crate) fn announced(
    input: wire::StartAttachmentUploadRequest,
    at: Moment,
) -> Result<NewAttachment, Refusal> {
    let size = input.attachment_size_in_bytes;
    if u64::try_from(size).is_ok_and(|size| size > LARGEST) {
        let rule = format!("have value less than or equal to {LARGEST}");
        return Err(invalid("/AttachmentSizeInBytes", &rule));
    }
    Ok(NewAttachment::fresh(
        input.attachment_name,
        input.content_type,
        size,
        input.client_token,
        at,
    ))
}

/// The answer to a call that has announced a file: where it goes.
pub(crate) fn upload(
    new: NewAttachment,
    application: &Application,
) -> wire::StartAttachmentUploadResponse {
    let headers = BTreeMap::from([("content-type".to_owned(), new.attachment.media_type)]);
    wire::StartAttachmentUploadResponse {
        attachment_id: Some(new.attachment.id),
        upload_metadata: Some(wire::UploadMetadata {
            url: Some(application.websocket_url.file(&new.ticket)),
            url_expiry: Some(new.expires.date_time()),
            headers_to_include: Some(headers),
        }),
    }
}

/// A call that shares a file.
pub(crate) fn shared(input: wire::CompleteAttachmentUploadRequest) -> Said {
    Said {
        kind: ItemKind::Attachment,
        content: None,
        // The list has one entry, by the model.
        about: input.attachment_ids.into_iter().next(),
        attachment: None,
        client_token: Some(input.client_token),
    }
}

/// The address that a call asks for at this time of the machine's clock.
pub(crate) fn link(input: &wire::GetAttachmentRequest, at: Moment) -> FileLink {
    let seconds = input.url_expiry_in_seconds.unwrap_or(LINK_LIFE);
    let life = Duration::from_secs(u64::try_from(seconds).unwrap_or_default());
    FileLink {
        attachment: input.attachment_id.clone(),
        ticket: FileTicket::fresh(),
        expires: at.after(life),
    }
}

/// The answer to a call that has asked for an address.
pub(crate) fn linked(
    attachment: &Attachment,
    link: &FileLink,
    application: &Application,
) -> wire::GetAttachmentResponse {
    wire::GetAttachmentResponse {
        url: Some(application.websocket_url.file(&link.ticket)),
        url_expiry: Some(link.expires.date_time()),
        attachment_size_in_bytes: attachment.size,
    }
}

/// A file of the transcript.
pub(super) fn shown(file: Attachment) -> wire::AttachmentItem {
    wire::AttachmentItem {
        content_type: Some(file.media_type),
        attachment_id: Some(file.id),
        attachment_name: Some(file.name),
        status: Some(wire::ArtifactStatus::Approved),
    }
}
