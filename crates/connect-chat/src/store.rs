//! Where contacts live with their chats: a trait with a call for each thing that may happen, and one implementation.

use std::pin::Pin;

use chat_timeouts::{Activity, TimerChanges, TimerSettings};

use crate::attachment::{Attachment, FileLink, NewAttachment};
use crate::connection::{Bearer, ConnectionToken, FileTicket, NewConnection, SocketTicket};
use crate::contact::{Contact, StartContact};
use crate::hub::Hub;
use crate::ids::{ContactId, InstanceId, ParticipantId, ParticipantToken};
use crate::item::{Item, ItemId};
use crate::moment::Moment;
use crate::participant::{NewParticipant, Participant};
use crate::talk::{Page, Said, Window};
use crate::transfer::Transfer;

mod data;
mod error;
pub mod sqlite;

pub use data::{Answer, Instances, Times, TokenHolder};
pub use error::StoreError;

/// A store of contacts and of the chats in them.
///
/// Each operation of the API needs one call, and that call decides all of the operation's rules against one
/// state of the store. Four things hold for every implementation:
///
/// - **Durable**: when a change is answered with `Ok`, it has been synced to the disk.
/// - **Whole**: a change happens completely or not at all, also when the process is killed.
/// - **To its end**: a handler may be dropped at any `await`, when its client goes away. A change that was
///   polled once runs to its end all the same; one that was never polled does nothing. A read stops.
/// - **Told**: what a change has recorded is handed to the [hub](Store::hub) when it has been synced, whether
///   or not the caller is still there, and before the caller is answered.
///
/// The time of a change is an argument, because the store has no clock of its own. Each change of a chat first
/// lets run out the timers that were due until then, each at its own time, and records what they tell.
pub trait Store: Send + Sync + 'static {
    /// Starts a contact, or answers with the contact that an earlier call with the same token started in the same
    /// instance: as it is now, which may be ended. \[ours\] A token is remembered for as long as the contact is.
    ///
    /// # Errors
    ///
    /// [`StoreError::InstanceNotFound`]; [`StoreError::ClientTokenReused`], if the token belongs to a call that asked
    /// for something else; [`StoreError::ContactNotFound`], if the related contact or the one to continue is not in the
    /// instance; [`StoreError::Unavailable`].
    fn start_contact(&self, start: StartContact, now: Moment) -> Answer<'_, Contact>;

    /// A contact of an instance, whether active or ended.
    ///
    /// # Errors
    ///
    /// [`StoreError::InstanceNotFound`]; [`StoreError::ContactNotFound`]; [`StoreError::Unavailable`].
    fn contact<'a>(
        &'a self,
        instance: &'a InstanceId,
        contact: &'a ContactId,
    ) -> Answer<'a, Contact>;

    /// The same with the agent who has come into the contact last, and when.
    ///
    /// # Errors
    ///
    /// As [`Store::contact`].
    fn described<'a>(
        &'a self,
        instance: &'a InstanceId,
        contact: &'a ContactId,
    ) -> Answer<'a, (Contact, Option<(ParticipantId, Moment)>)>;

    /// Ends a contact of any channel, and answers with it.
    ///
    /// # Errors
    ///
    /// [`StoreError::InstanceNotFound`]; [`StoreError::ContactNotFound`]; [`StoreError::Ended`], also when
    /// the same caller ended it before; [`StoreError::Unavailable`].
    fn stop_contact(
        &self,
        instance: InstanceId,
        contact: ContactId,
        now: Moment,
    ) -> Answer<'_, Contact>;

    /// Changes the timers of a chat: the pairs that are named, and no others. The answer is what the timers
    /// are set to afterwards.
    ///
    /// # Errors
    ///
    /// The first of these that applies: [`StoreError::InstanceNotFound`]; [`StoreError::ContactNotFound`];
    /// [`StoreError::NotAChat`]; [`StoreError::Ended`]; [`StoreError::Unavailable`].
    fn update_timer_settings(
        &self,
        instance: InstanceId,
        contact: ContactId,
        changes: TimerChanges,
        now: Moment,
    ) -> Answer<'_, TimerSettings>;

    /// Lets one more participant into a chat, without connecting it, or answers with the participant that an
    /// earlier call with the same token let in.
    ///
    /// # Errors
    ///
    /// As [`Store::update_timer_settings`], and [`StoreError::ParticipantTokenReused`];
    /// [`StoreError::TooManyParticipants`].
    fn create_participant(
        &self,
        instance: InstanceId,
        contact: ContactId,
        new: NewParticipant,
        now: Moment,
    ) -> Answer<'_, Participant>;

    /// Passes a chat on, and answers with the contact in which it goes on, or with that of an earlier call
    /// with the same token.
    ///
    /// # Errors
    ///
    /// As [`Store::update_timer_settings`], and [`StoreError::TransferTokenReused`]; [`StoreError::TooManyTransfers`].
    fn transfer_contact(
        &self,
        instance: InstanceId,
        transfer: Transfer,
        now: Moment,
    ) -> Answer<'_, Contact>;

    /// Who shows this token, whatever the participant's state: whether it is good is for the caller to see.
    ///
    /// # Errors
    ///
    /// [`StoreError::ParticipantNotFound`]; [`StoreError::Unavailable`].
    fn bearer<'a>(&'a self, token: &'a ParticipantToken) -> Answer<'a, TokenHolder>;

    /// The instance in whose chat this token was given out, whatever has become of the participant.
    ///
    /// # Errors
    ///
    /// [`StoreError::ParticipantNotFound`]; [`StoreError::Unavailable`].
    fn instance_of<'a>(&'a self, token: &'a ConnectionToken) -> Answer<'a, InstanceId>;

    /// Makes a connection for the participant who has this token, and connects it if that is asked for. The answer
    /// is the participant as it was before.
    ///
    /// # Errors
    ///
    /// [`StoreError::ParticipantNotFound`]; [`StoreError::ParticipantLeft`], also if the chat is over;
    /// [`StoreError::TokenExpired`]; [`StoreError::Unavailable`].
    fn open_connection(
        &self,
        token: ParticipantToken,
        new: NewConnection,
        now: Moment,
    ) -> Answer<'_, Participant>;

    /// The participant who has this ticket, and its chat, by the first contact of the chain; `at` is the time of the
    /// machine's clock.
    ///
    /// # Errors
    ///
    /// As [`Store::open_connection`].
    fn participant_by_ticket<'a>(
        &'a self,
        ticket: &'a SocketTicket,
        at: Moment,
    ) -> Answer<'a, (Participant, ContactId)>;

    /// A participant says something, which is a sign of life. The answer is what everyone sees, which is that of an
    /// earlier call with the same token.
    ///
    /// # Errors
    ///
    /// As [`Store::open_connection`], and [`StoreError::ItemNotFound`], if it is a receipt for no message, or shares no
    /// file; [`StoreError::ContentTypeNotSupported`]; [`StoreError::TooManyForReceipts`];
    /// [`StoreError::AttachmentNotReady`].
    fn say(&self, bearer: Bearer, said: Said, now: Moment) -> Answer<'_, Item>;

    /// A participant leaves for good, as by [`Store::disconnect`]. The answer is what was recorded, which is nothing
    /// if it had left by an earlier call with the same token.
    ///
    /// # Errors
    ///
    /// As [`Store::open_connection`].
    fn leave(
        &self,
        bearer: Bearer,
        client_token: Option<String>,
        now: Moment,
    ) -> Answer<'_, Vec<Item>>;

    /// A part of the transcript of the caller's chat.
    ///
    /// # Errors
    ///
    /// As [`Store::open_connection`], and [`StoreError::ContactNotFound`], if the contact is none of the chain;
    /// [`StoreError::ItemNotFound`].
    fn transcript<'a>(&'a self, bearer: &'a Bearer, window: &'a Window) -> Answer<'a, Page>;

    /// A participant announces a file. The answer is the announcement, or that of an earlier call with the same token.
    ///
    /// # Errors
    ///
    /// As [`Store::open_connection`], and [`StoreError::TooManyAttachments`].
    fn announce(&self, bearer: Bearer, new: NewAttachment) -> Answer<'_, NewAttachment>;

    /// The announced file that is to be sent to this address, by this time of the machine's clock.
    ///
    /// # Errors
    ///
    /// [`StoreError::FileNotFound`], also if it is a part of the chat by now; [`StoreError::TokenExpired`];
    /// [`StoreError::Unavailable`].
    fn expected_file<'a>(&'a self, ticket: &'a FileTicket, at: Moment) -> Answer<'a, Attachment>;

    /// The bytes of a file that was announced, sent at this time of the machine's clock.
    ///
    /// # Errors
    ///
    /// As [`Store::expected_file`], and [`StoreError::FileOfOtherSize`].
    fn put_file(&self, ticket: FileTicket, bytes: Vec<u8>, at: Moment) -> Answer<'_, ()>;

    /// Makes an address from which a file of the caller's chat can be read.
    ///
    /// # Errors
    ///
    /// As [`Store::open_connection`], and [`StoreError::ItemNotFound`].
    fn link_file(&self, bearer: Bearer, link: FileLink) -> Answer<'_, Attachment>;

    /// The file to which an address leads at this time of the machine's clock.
    ///
    /// # Errors
    ///
    /// [`StoreError::FileNotFound`]; [`StoreError::TokenExpired`]; [`StoreError::Unavailable`].
    fn file<'a>(&'a self, ticket: &'a FileTicket, at: Moment) -> Answer<'a, (Attachment, Vec<u8>)>;

    /// A participant is there for the others from now on, and timers may start. The answer is what was
    /// recorded, which is nothing if it was there already.
    ///
    /// # Errors
    ///
    /// [`StoreError::ParticipantNotFound`]; [`StoreError::Ended`]; [`StoreError::ParticipantLeft`];
    /// [`StoreError::Unavailable`].
    fn connect(&self, participant: ParticipantId, now: Moment) -> Answer<'_, Vec<Item>>;

    /// A participant leaves for good; with the customer, the chat ends. The answer is what was recorded, which
    /// is nothing if it had left before.
    ///
    /// # Errors
    ///
    /// [`StoreError::ParticipantNotFound`]; [`StoreError::Ended`]; [`StoreError::Unavailable`].
    fn disconnect(&self, participant: ParticipantId, now: Moment) -> Answer<'_, Vec<Item>>;

    /// A participant shows a sign of life. The answer is what was recorded.
    ///
    /// # Errors
    ///
    /// As [`Store::connect`].
    fn activity(
        &self,
        participant: ParticipantId,
        activity: Activity,
        now: Moment,
    ) -> Answer<'_, Vec<Item>>;

    /// Lets run out what is due in a chat until now. The answer is what was recorded. The chat is named by the first
    /// contact of its chain, as [`Store::due`] names it. One that cannot be read is not due any more.
    ///
    /// # Errors
    ///
    /// [`StoreError::ContactNotFound`]; [`StoreError::Unavailable`].
    fn advance(&self, chat: ContactId, now: Moment) -> Answer<'_, Vec<Item>>;

    /// When the next timer of any chat runs out.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    fn next_due(&self) -> Answer<'_, Option<Moment>>;

    /// Chats in which a timer is due until now, those that are due first before others: at most so many.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    fn due(&self, now: Moment, most: u32) -> Answer<'_, Vec<ContactId>>;

    /// The record of a chat, named by any contact of its chain, whatever the instance: everything that
    /// happened, in the order in which it was recorded.
    ///
    /// # Errors
    ///
    /// [`StoreError::ContactNotFound`]; [`StoreError::Unavailable`].
    fn items<'a>(&'a self, contact: &'a ContactId) -> Answer<'a, Vec<Item>>;

    /// What a participant is to be shown and is not known to have been, in the order of the record.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    fn to_be_shown<'a>(&'a self, participant: &'a ParticipantId) -> Answer<'a, Vec<Item>>;

    /// A participant has been shown these items. Others are not touched.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    fn shown(&self, participant: ParticipantId, items: Vec<ItemId>) -> Answer<'_, ()>;

    /// The auto-disconnects whose flow has not been told, in the order of the record.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    fn flows(&self) -> Answer<'_, Vec<Item>>;

    /// The flow has been told of this auto-disconnect, or never will be.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    fn flow_told(&self, item: ItemId) -> Answer<'_, ()>;

    /// Where the manual clock was left, and the latest time that anything in the store has.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    fn times(&self) -> Answer<'_, Times>;

    /// The manual clock stands at this moment from now on.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    fn set_clock(&self, moment: Moment) -> Answer<'_, ()>;

    /// Where what was recorded is handed over.
    fn hub(&self) -> &Hub;

    /// Answers if the store could read and write now. It changes nothing and syncs nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`].
    fn check(&self) -> Answer<'_, ()>;

    /// Finishes what is under way and closes the store. Every later call is answered with
    /// [`StoreError::Unavailable`]; closing twice does nothing.
    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>>;
}
