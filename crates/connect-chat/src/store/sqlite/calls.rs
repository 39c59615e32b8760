//! The calls of the store: reads on connections of their own, changes through the writer.

use std::pin::Pin;

use super::*;

impl Store for SqliteStore {
    fn start_contact(&self, start: StartContact, now: Moment) -> Answer<'_, Contact> {
        self.change(move |store, connection| {
            Box::pin(async move { store.start(connection, start, now).await })
        })
    }

    fn contact<'a>(
        &'a self,
        instance: &'a InstanceId,
        contact: &'a ContactId,
    ) -> Answer<'a, Contact> {
        Box::pin(async move {
            // One transaction, so that the instance and the contact are looked up in the same state.
            let mut state = self.readers.begin().await?;
            self.find(&mut state, instance, contact).await
        })
    }

    fn described<'a>(
        &'a self,
        instance: &'a InstanceId,
        contact: &'a ContactId,
    ) -> Answer<'a, (Contact, Option<(ParticipantId, Moment)>)> {
        Box::pin(async move {
            let mut state = self.readers.begin().await?;
            let contact = self.find(&mut state, instance, contact).await?;
            let agent = items::agent(&mut state, &contact.id).await?;
            Ok((contact, agent))
        })
    }

    fn stop_contact(
        &self,
        instance: InstanceId,
        contact: ContactId,
        now: Moment,
    ) -> Answer<'_, Contact> {
        self.change(move |store, connection| {
            Box::pin(async move {
                let mut conversation = store.conversation(connection, &instance, &contact).await?;
                conversation.stop(now)?;
                chats::save(connection, &conversation, None).await?;
                Ok(changed(conversation.contact.clone(), conversation))
            })
        })
    }

    fn update_timer_settings(
        &self,
        instance: InstanceId,
        contact: ContactId,
        changes: TimerChanges,
        now: Moment,
    ) -> Answer<'_, TimerSettings> {
        self.change(move |store, connection| {
            Box::pin(async move {
                let mut conversation = store.conversation(connection, &instance, &contact).await?;
                let timers = conversation.configure(changes, now)?;
                chats::save(connection, &conversation, None).await?;
                Ok(changed(timers, conversation))
            })
        })
    }

    fn create_participant(
        &self,
        instance: InstanceId,
        contact: ContactId,
        new: NewParticipant,
        now: Moment,
    ) -> Answer<'_, Participant> {
        self.change(move |store, connection| {
            Box::pin(async move {
                let mut conversation = store.conversation(connection, &instance, &contact).await?;
                let participant = conversation.let_in(new, now)?;
                chats::save(connection, &conversation, None).await?;
                Ok(changed(participant, conversation))
            })
        })
    }

    fn transfer_contact(
        &self,
        instance: InstanceId,
        transfer: Transfer,
        now: Moment,
    ) -> Answer<'_, Contact> {
        self.change(move |store, connection| {
            Box::pin(async move { store.transfer(connection, &instance, &transfer, now).await })
        })
    }

    fn bearer<'a>(&'a self, token: &'a ParticipantToken) -> Answer<'a, TokenHolder> {
        Box::pin(async move {
            let mut state = self.readers.begin().await?;
            let found = chats::participant_by_token(&mut state, token).await?;
            let (participant, chat) = found.ok_or(StoreError::ParticipantNotFound)?;
            let contact = rows::current_contact(&mut state, &chat).await?;
            let contact = contact.ok_or(StoreError::ContactNotFound(chat))?;
            Ok(TokenHolder {
                participant,
                contact,
            })
        })
    }

    fn instance_of<'a>(&'a self, token: &'a ConnectionToken) -> Answer<'a, InstanceId> {
        Box::pin(async move {
            let mut connection = self.readers.acquire().await?;
            let instance = connections::instance(&mut connection, token).await?;
            instance.ok_or(StoreError::ParticipantNotFound)
        })
    }

    fn open_connection(
        &self,
        token: ParticipantToken,
        new: NewConnection,
        now: Moment,
    ) -> Answer<'_, Participant> {
        self.change(move |store, connection| {
            Box::pin(async move { store.connected(connection, &token, &new, now).await })
        })
    }

    fn participant_by_ticket<'a>(
        &'a self,
        ticket: &'a SocketTicket,
        at: Moment,
    ) -> Answer<'a, (Participant, ContactId)> {
        Box::pin(async move {
            let mut connection = self.readers.acquire().await?;
            let caller = connections::caller_by_ticket(&mut connection, ticket, at).await?;
            Ok((caller.participant, caller.chat))
        })
    }

    fn say(&self, bearer: Bearer, said: Said, now: Moment) -> Answer<'_, Item> {
        self.change(move |store, connection| {
            Box::pin(async move { store.said(connection, &bearer, said, now).await })
        })
    }

    fn leave(
        &self,
        bearer: Bearer,
        client_token: Option<String>,
        now: Moment,
    ) -> Answer<'_, Vec<Item>> {
        self.change(move |store, connection| {
            Box::pin(async move {
                let token = client_token.as_deref();
                store.left(connection, &bearer, token, now).await
            })
        })
    }

    fn transcript<'a>(&'a self, bearer: &'a Bearer, window: &'a Window) -> Answer<'a, Page> {
        Box::pin(async move {
            let mut state = self.readers.begin().await?;
            let caller = connections::caller(&mut state, bearer).await?;
            let caller = caller.taking_part()?;
            transcript::read(&mut state, &caller.chat, window).await
        })
    }

    fn announce(&self, bearer: Bearer, new: NewAttachment) -> Answer<'_, NewAttachment> {
        self.change(move |_, connection| {
            Box::pin(async move {
                let announced = files::announce(connection, &bearer, new).await?;
                Ok(Changed::quietly(announced))
            })
        })
    }

    fn expected_file<'a>(&'a self, ticket: &'a FileTicket, at: Moment) -> Answer<'a, Attachment> {
        Box::pin(async move {
            let mut connection = self.readers.acquire().await?;
            files::expected(&mut connection, ticket, at).await
        })
    }

    fn put_file(&self, ticket: FileTicket, bytes: Vec<u8>, at: Moment) -> Answer<'_, ()> {
        self.change(move |_, connection| {
            Box::pin(async move {
                files::put(connection, &ticket, &bytes, at).await?;
                Ok(Changed::quietly(()))
            })
        })
    }

    fn link_file(&self, bearer: Bearer, link: FileLink) -> Answer<'_, Attachment> {
        self.change(move |_, connection| {
            Box::pin(async move {
                let attachment = files::link(connection, &bearer, &link).await?;
                Ok(Changed::quietly(attachment))
            })
        })
    }

    fn file<'a>(&'a self, ticket: &'a FileTicket, at: Moment) -> Answer<'a, (Attachment, Vec<u8>)> {
        Box::pin(async move {
            let mut connection = self.readers.acquire().await?;
            files::get(&mut connection, ticket, at).await
        })
    }

    fn connect(&self, participant: ParticipantId, now: Moment) -> Answer<'_, Vec<Item>> {
        self.participate(participant, move |chat, one| chat.connect(one, now))
    }

    fn disconnect(&self, participant: ParticipantId, now: Moment) -> Answer<'_, Vec<Item>> {
        self.participate(participant, move |chat, one| chat.disconnect(one, now))
    }

    fn activity(
        &self,
        participant: ParticipantId,
        activity: Activity,
        now: Moment,
    ) -> Answer<'_, Vec<Item>> {
        self.participate(participant, move |chat, one| {
            chat.active(one, activity, now)
        })
    }

    fn advance(&self, chat: ContactId, now: Moment) -> Answer<'_, Vec<Item>> {
        let advanced = self.change(move |store, connection| {
            Box::pin(async move { store.advanced(connection, &chat, now).await })
        });
        Box::pin(async move { advanced.await? })
    }

    fn next_due(&self) -> Answer<'_, Option<Moment>> {
        Box::pin(async move {
            let mut connection = self.readers.acquire().await?;
            Ok(due::next_due(&mut connection).await?)
        })
    }

    fn due(&self, now: Moment, most: u32) -> Answer<'_, Vec<ContactId>> {
        Box::pin(async move {
            let mut connection = self.readers.acquire().await?;
            Ok(due::due(&mut connection, now, most).await?)
        })
    }

    fn items<'a>(&'a self, contact: &'a ContactId) -> Answer<'a, Vec<Item>> {
        Box::pin(async move {
            let mut state = self.readers.begin().await?;
            let found = rows::current_contact(&mut state, contact).await?;
            let found = found.ok_or_else(|| StoreError::ContactNotFound(contact.clone()))?;
            items::of_chat(&mut state, &found.initial).await
        })
    }

    fn to_be_shown<'a>(&'a self, participant: &'a ParticipantId) -> Answer<'a, Vec<Item>> {
        Box::pin(async move {
            let mut state = self.readers.begin().await?;
            items::to_be_shown(&mut state, participant).await
        })
    }

    fn shown(&self, participant: ParticipantId, items: Vec<ItemId>) -> Answer<'_, ()> {
        self.change(move |_, connection| {
            Box::pin(async move {
                for item in &items {
                    items::shown(connection, &participant, item).await?;
                }
                Ok(Changed::quietly(()))
            })
        })
    }

    fn flows(&self) -> Answer<'_, Vec<Item>> {
        Box::pin(async move {
            let mut state = self.readers.begin().await?;
            items::flows(&mut state).await
        })
    }

    fn flow_told(&self, item: ItemId) -> Answer<'_, ()> {
        self.change(move |_, connection| {
            Box::pin(async move {
                items::flow_told(connection, &item).await?;
                Ok(Changed::quietly(()))
            })
        })
    }

    fn times(&self) -> Answer<'_, Times> {
        Box::pin(async move {
            let mut connection = self.readers.acquire().await?;
            Ok(rows::times(&mut connection).await?)
        })
    }

    fn set_clock(&self, moment: Moment) -> Answer<'_, ()> {
        self.change(move |_, connection| {
            Box::pin(async move {
                rows::set_clock(connection, moment).await?;
                Ok(Changed::quietly(()))
            })
        })
    }

    fn hub(&self) -> &Hub {
        &self.hub
    }

    fn check(&self) -> Answer<'_, ()> {
        Box::pin(async move {
            rows::read_something(&mut *self.readers.acquire().await?).await?;
            // The right to write, taken and given back: nothing is written.
            self.change(|_, _| Box::pin(async { Ok(Changed::quietly(())) }))
                .await
        })
    }

    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            self.writing.close().await;
            // The readers first: the last connection to close writes the log back into the file.
            self.readers.close().await;
            self.writer.close().await;
        })
    }
}
