-- What a participant shows once it is connected. Times are those of the machine's clock.

CREATE TABLE connections (
    token             TEXT    NOT NULL PRIMARY KEY,
    participant_id    TEXT    NOT NULL REFERENCES participants (id),
    token_expires_ms  INTEGER NOT NULL,
    -- What is in the address of the web socket.
    ticket            TEXT    NOT NULL UNIQUE,
    ticket_expires_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX connections_by_expiry ON connections (token_expires_ms);

-- The token of the call that said it.
ALTER TABLE items ADD COLUMN client_token TEXT;
CREATE UNIQUE INDEX items_by_client_token ON items (participant_id, type, client_token)
    WHERE client_token IS NOT NULL;

-- The token of the call by which the participant left.
ALTER TABLE participants ADD COLUMN leave_token TEXT;
