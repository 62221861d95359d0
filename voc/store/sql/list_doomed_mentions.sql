-- The pieces that contacts that must go were split into.
--
-- Reads    mentions
-- Returns  one row a mention, by id: mention_id, text, text_key
SELECT mention_id, text, text_key
FROM mentions SEMI JOIN changed_contacts USING (contact_id)
ORDER BY mention_id
