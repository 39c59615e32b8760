//! What the process writes, what it prints of each answer, and whether a store has what was printed.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use common::{NOW, all_four, chat, instance, open};
use connect_chat::attachment::{FileLink, NewAttachment};
use connect_chat::connection::{Bearer, FileTicket, NewConnection};
use connect_chat::ids::{ContactId, ParticipantToken};
use connect_chat::item::{Format, Item, ItemKind};
use connect_chat::moment::Moment;
use connect_chat::participant::{NewParticipant, ParticipantRole};
use connect_chat::store::{Store, StoreError};
use connect_chat::talk::Said;
use tokio::task::JoinSet;

use crate::common;

/// Tasks that write at once, so that commits have the changes of several.
const TASKS: usize = 4;
/// How many chats each of them has.
const CHATS: usize = 5;

/// What each agent shares.
const FILE: &[u8] = b"a map of the leak";

/// Writes until it is done.
pub(crate) async fn write(folder: &Path) {
    let store: Arc<dyn Store> = Arc::new(open(folder).await);
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let store = store.clone();
        tasks.spawn(async move {
            for _ in 0..CHATS {
                one_chat(&*store).await.unwrap();
            }
        });
    }
    tasks.join_all().await;
    store.close().await;
}

async fn one_chat(store: &dyn Store) -> Result<(), StoreError> {
    let contact = store.start_contact(chat(), NOW).await?;
    let id = &contact.id;
    say(&format!("started {id}"));
    let update = store.update_timer_settings(instance("i"), id.clone(), all_four(2), NOW);
    update.await?;
    say(&format!("set {id}"));
    let new = NewParticipant {
        role: ParticipantRole::Agent,
        display_name: "Bea".to_owned(),
        token_expires: None,
        client_token: None,
    };
    let agent = store.create_participant(instance("i"), id.clone(), new, NOW);
    let agent = agent.await?;
    say(&format!("let-in {}", agent.token.secret()));
    for participant in [contact.customer.participant, agent.id] {
        say_items(id, &store.connect(participant, NOW).await?);
    }
    talk(store, id, &agent.token).await?;
    let later = NOW.after(Duration::from_secs(60 * 60));
    say_items(id, &store.advance(id.clone(), later).await?);
    store.stop_contact(instance("i"), id.clone(), later).await?;
    say(&format!("stopped {id}"));
    Ok(())
}

/// The agent makes a connection, says something, and shares a file.
async fn talk(
    store: &dyn Store,
    chat: &ContactId,
    agent: &ParticipantToken,
) -> Result<(), StoreError> {
    let at = Moment::now();
    let new = NewConnection::fresh(true, at);
    let bearer = Bearer {
        token: new.token.clone(),
        at,
    };
    store.open_connection(agent.clone(), new, NOW).await?;
    say(&format!("connected {}", bearer.token.secret()));
    let said = |kind, text: Option<&str>, about| Said {
        kind,
        content: text.map(|text| text.to_owned().into()),
        about,
        attachment: None,
        client_token: None,
    };
    let hello = said(ItemKind::Message(Format::Plain), Some("hello"), None);
    say_items(chat, &[store.say(bearer.clone(), hello, NOW).await?]);
    let (name, media_type) = ("map.txt".to_owned(), "text/plain".to_owned());
    let size = FILE.len().try_into().unwrap();
    let file = NewAttachment::fresh(name, media_type, size, "file".to_owned(), at);
    let file = store.announce(bearer.clone(), file).await?;
    store.put_file(file.ticket, FILE.to_vec(), at).await?;
    let shared = said(ItemKind::Attachment, None, Some(file.attachment.id.clone()));
    say_items(chat, &[store.say(bearer.clone(), shared, NOW).await?]);
    let link = FileLink {
        attachment: file.attachment.id,
        ticket: FileTicket::fresh(),
        expires: at.after(Duration::from_secs(60 * 60)),
    };
    let ticket = link.ticket.secret().to_owned();
    store.link_file(bearer, link).await?;
    say(&format!("linked {ticket}"));
    Ok(())
}

fn say_items(chat: &ContactId, items: &[Item]) {
    for item in items {
        say(&format!("item {chat} {}", item.id));
    }
}

/// One line, in one system call. `println!` would be held back by the test harness.
fn say(line: &str) {
    let text = format!("\n{line}\n");
    io::stdout().write_all(text.as_bytes()).unwrap();
    io::stdout().flush().unwrap();
}

/// Whether a line of the output is an answer.
pub(crate) fn is_answer(line: &str) -> bool {
    let verbs = [
        "started ",
        "set ",
        "let-in ",
        "connected ",
        "item ",
        "linked ",
        "stopped ",
    ];
    verbs.iter().any(|verb| line.starts_with(verb))
}

/// Whether the store has what the line says.
pub(crate) async fn holds(store: &dyn Store, line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let id = ContactId::from(words[1].to_owned());
    let i = instance("i");
    match words[0] {
        "let-in" => {
            let token = words[1].to_owned().into();
            store.bearer(&token).await.is_ok()
        }
        "connected" => store.instance_of(&words[1].to_owned().into()).await.is_ok(),
        "linked" => {
            let ticket = words[1].to_owned().into();
            let file = store.file(&ticket, Moment::now()).await;
            file.is_ok_and(|(_, bytes)| bytes == FILE)
        }
        "item" => {
            let items = store.items(&id).await.unwrap_or_default();
            items.iter().any(|item| item.id.as_str() == words[2])
        }
        "set" => {
            let found = store.contact(&i, &id).await;
            found.is_ok_and(|found| found.timers.iter().count() == 4)
        }
        "stopped" => {
            let found = store.contact(&i, &id).await;
            found.is_ok_and(|found| found.state != connect_chat::contact::ContactState::Active)
        }
        _ => store.contact(&i, &id).await.is_ok(),
    }
}
