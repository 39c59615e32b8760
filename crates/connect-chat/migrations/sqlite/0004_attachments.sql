-- Files that participants share. Times are those of the machine's clock.

CREATE TABLE attachments (
    id                TEXT    NOT NULL PRIMARY KEY,
    chat_id           TEXT    NOT NULL REFERENCES chats (id),
    participant_id    TEXT    NOT NULL REFERENCES participants (id),
    name              TEXT    NOT NULL,
    media_type        TEXT    NOT NULL,
    -- In bytes, as it was announced.
    size              INTEGER NOT NULL,
    -- The token of the call that announced it.
    client_token      TEXT    NOT NULL,
    -- What is in the address to which it is sent.
    ticket            TEXT    NOT NULL UNIQUE,
    ticket_expires_ms INTEGER NOT NULL,
    -- NULL until it was sent.
    file              BLOB,
    -- Whether it is a part of the chat.
    completed         INTEGER NOT NULL CHECK (completed IN (0, 1)) DEFAULT 0,
    UNIQUE (participant_id, client_token)
) STRICT;

CREATE INDEX attachments_by_chat ON attachments (chat_id);

-- Addresses from which a file can be read.
CREATE TABLE file_links (
    ticket        TEXT    NOT NULL PRIMARY KEY,
    attachment_id TEXT    NOT NULL REFERENCES attachments (id),
    expires_ms    INTEGER NOT NULL
) STRICT;

CREATE INDEX file_links_by_expiry ON file_links (expires_ms);
