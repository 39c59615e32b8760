-- Times are milliseconds since 1970-01-01T00:00:00Z. Maps are JSON objects as text.
-- A released migration is never edited: its checksum stands in every database that has it.

CREATE TABLE instances (
    id         TEXT    NOT NULL PRIMARY KEY,
    created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE contacts (
    id                               TEXT    NOT NULL PRIMARY KEY,
    instance_id                      TEXT    NOT NULL REFERENCES instances (id),
    channel                          TEXT    NOT NULL CHECK (channel IN ('VOICE', 'CHAT', 'TASK', 'EMAIL')),
    contact_flow_id                  TEXT    NOT NULL,
    initiated_ms                     INTEGER NOT NULL,
    updated_ms                       INTEGER NOT NULL,
    -- NULL as long as the contact is active.
    ended_ms                         INTEGER,
    customer_participant_id          TEXT    NOT NULL UNIQUE,
    customer_participant_token       TEXT    NOT NULL UNIQUE,
    customer_display_name            TEXT    NOT NULL,
    customer_id                      TEXT,
    related_contact_id               TEXT,
    continued_from_contact_id        TEXT,
    attributes                       TEXT    NOT NULL,
    tags                             TEXT    NOT NULL,
    segment_attributes               TEXT,
    -- NULL for a timer that is not set.
    customer_idle_minutes            INTEGER CHECK (customer_idle_minutes BETWEEN 2 AND 480),
    customer_auto_disconnect_minutes INTEGER CHECK (customer_auto_disconnect_minutes BETWEEN 2 AND 480),
    agent_idle_minutes               INTEGER CHECK (agent_idle_minutes BETWEEN 2 AND 480),
    agent_auto_disconnect_minutes    INTEGER CHECK (agent_auto_disconnect_minutes BETWEEN 2 AND 480),
    -- What the call that started the contact asked for: a repeated call is told by its token, and a
    -- different call with the same token by this text.
    client_token                     TEXT,
    start_parameters                 TEXT    NOT NULL,
    UNIQUE (instance_id, client_token)
) STRICT;
