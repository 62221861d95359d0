-- The mentions of contacts before $before (all where it is null), with what is known of their contact.
--
-- Reads    mentions, contacts
-- Returns  one row a mention, by its contact's source and id there, then ordinal: the columns of MENTIONS,
--          and source, source_id, occurred_at, customer_id, agent_id, channel, product, department, touchpoint
SELECT mention_id, mentions.contact_id, ordinal, mentions.language, mentions.text, spans, text_key,
       source, source_id, occurred_at, customer_id, agent_id, channel, product, department, touchpoint
FROM mentions JOIN contacts ON contacts.contact_id = mentions.contact_id
WHERE $before::TIMESTAMPTZ IS NULL OR occurred_at < $before::TIMESTAMPTZ
ORDER BY source, source_id, ordinal
