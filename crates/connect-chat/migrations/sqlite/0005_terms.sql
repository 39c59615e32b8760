-- What the call that started a chat has laid down for all of it.

-- When the chat is over at the latest, by its own clock; NULL if it may go on for ever.
ALTER TABLE chats ADD COLUMN ends_ms INTEGER;
-- The content types that messages may have, as a JSON array; NULL for all.
ALTER TABLE chats ADD COLUMN content_types TEXT;

UPDATE chats SET
    ends_ms = first.initiated_ms + 60000 * json_extract(first.parameters, '$.chat_duration_minutes'),
    content_types = json_extract(first.parameters, '$.supported_content_types')
FROM contacts AS first WHERE first.id = chats.id;

UPDATE chats SET wake_ms = min(coalesce(wake_ms, ends_ms), ends_ms)
WHERE ends_ms IS NOT NULL AND EXISTS
    (SELECT 1 FROM contacts WHERE contacts.chat_id = chats.id AND contacts.ended_ms IS NULL);
