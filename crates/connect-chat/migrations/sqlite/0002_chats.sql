-- A chat goes through a chain of contacts, one more with each transfer; its participants, its timers and what
-- happened in it belong to the chat. The customer of 0001 becomes a participant like the others.
-- A contact of another channel has such a row too, in which nothing ever happens.

CREATE TABLE chats (
    -- The id of the first contact of the chain.
    id      TEXT    NOT NULL PRIMARY KEY,
    -- What the timers remember, as a JSON object.
    timers  TEXT    NOT NULL,
    -- When the next timer runs out; NULL if none runs.
    wake_ms INTEGER
) STRICT;

CREATE INDEX chats_by_wake ON chats (wake_ms) WHERE wake_ms IS NOT NULL;

CREATE TABLE participants (
    id               TEXT    NOT NULL PRIMARY KEY,
    chat_id          TEXT    NOT NULL REFERENCES chats (id),
    role             TEXT    NOT NULL CHECK (role IN ('CUSTOMER', 'AGENT', 'CUSTOM_BOT', 'SUPERVISOR')),
    display_name     TEXT    NOT NULL,
    token            TEXT    NOT NULL UNIQUE,
    -- By the clock of the machine. NULL for a token that is good for as long as the participant takes part.
    token_expires_ms INTEGER,
    state            TEXT    NOT NULL CHECK (state IN ('CREATED', 'CONNECTED', 'LEFT')),
    created_ms       INTEGER NOT NULL,
    connected_ms     INTEGER,
    left_ms          INTEGER,
    -- The token of the call that created the participant.
    client_token     TEXT,
    UNIQUE (chat_id, client_token)
) STRICT;

CREATE UNIQUE INDEX participants_customer ON participants (chat_id) WHERE role = 'CUSTOMER';

INSERT INTO chats (id, timers)
SELECT id, json_object(
    'settings', json_array(customer_idle_minutes, customer_auto_disconnect_minutes,
                           agent_idle_minutes, agent_auto_disconnect_minutes),
    'seen', NULL,
    'phase', CASE WHEN ended_ms IS NULL THEN 'waiting' ELSE 'ended' END,
    'participants', json_array())
FROM contacts;

INSERT INTO participants (id, chat_id, role, display_name, token, state, created_ms, left_ms)
SELECT customer_participant_id, id, 'CUSTOMER', customer_display_name, customer_participant_token,
       CASE WHEN ended_ms IS NULL THEN 'CREATED' ELSE 'LEFT' END, initiated_ms, ended_ms
FROM contacts;

CREATE TABLE contacts_of_chats (
    id                        TEXT    NOT NULL PRIMARY KEY,
    instance_id               TEXT    NOT NULL REFERENCES instances (id),
    chat_id                   TEXT    NOT NULL REFERENCES chats (id),
    -- The contact before this one in the chain.
    previous_contact_id       TEXT,
    channel                   TEXT    NOT NULL CHECK (channel IN ('VOICE', 'CHAT', 'TASK', 'EMAIL')),
    contact_flow_id           TEXT    NOT NULL,
    initiated_ms              INTEGER NOT NULL,
    updated_ms                INTEGER NOT NULL,
    -- NULL as long as the contact is active.
    ended_ms                  INTEGER,
    customer_id               TEXT,
    related_contact_id        TEXT,
    continued_from_contact_id TEXT,
    attributes                TEXT    NOT NULL,
    tags                      TEXT    NOT NULL,
    segment_attributes        TEXT,
    -- The token of the call that made the contact, one for each kind of call, and what that call asked for.
    client_token              TEXT,
    transfer_token            TEXT,
    parameters                TEXT    NOT NULL,
    UNIQUE (instance_id, client_token),
    UNIQUE (instance_id, transfer_token)
) STRICT;

INSERT INTO contacts_of_chats (id, instance_id, chat_id, channel, contact_flow_id, initiated_ms, updated_ms,
    ended_ms, customer_id, related_contact_id, continued_from_contact_id, attributes, tags, segment_attributes,
    client_token, parameters)
SELECT id, instance_id, id, channel, contact_flow_id, initiated_ms, updated_ms, ended_ms, customer_id,
    related_contact_id, continued_from_contact_id, attributes, tags, segment_attributes, client_token,
    start_parameters
FROM contacts;

DROP TABLE contacts;
ALTER TABLE contacts_of_chats RENAME TO contacts;
CREATE INDEX contacts_by_chat ON contacts (chat_id);

-- Whatever happened in a chat, in the order in which it was recorded.
CREATE TABLE items (
    place            INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id               TEXT    NOT NULL UNIQUE,
    chat_id          TEXT    NOT NULL REFERENCES chats (id),
    contact_id       TEXT    NOT NULL REFERENCES contacts (id),
    at_ms            INTEGER NOT NULL,
    type             TEXT    NOT NULL CHECK (type IN ('EVENT', 'MESSAGE', 'ATTACHMENT')),
    content_type     TEXT    NOT NULL,
    content          TEXT,
    -- Whether the transcript has it.
    kept             INTEGER NOT NULL CHECK (kept IN (0, 1)),
    -- Whose it is; NULL if it is the chat's own.
    participant_id   TEXT,
    participant_role TEXT,
    display_name     TEXT
) STRICT;

CREATE INDEX items_by_chat ON items (chat_id, place);

-- Who is to be shown an item, and whether it has been.
CREATE TABLE showings (
    participant_id TEXT    NOT NULL,
    item           INTEGER NOT NULL REFERENCES items (place),
    shown          INTEGER NOT NULL CHECK (shown IN (0, 1)),
    PRIMARY KEY (participant_id, item)
) STRICT, WITHOUT ROWID;

CREATE INDEX showings_by_item ON showings (item);
CREATE INDEX showings_to_come ON showings (participant_id, item) WHERE shown = 0;

-- Auto-disconnects whose flow has not been told yet.
CREATE TABLE flows (
    item INTEGER NOT NULL PRIMARY KEY REFERENCES items (place)
) STRICT;

-- Where the manual clock stands. One row at most.
CREATE TABLE clock (
    one      INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    stood_ms INTEGER NOT NULL
) STRICT;
