-- Where each mention is, and by which key the ledger knows it.
--
-- Reads    mentions
-- Returns  one row a mention, by source, id there and ordinal: mention_id, contact_id, source, source_id, ordinal,
--          text_key (hash of its normalised text), issue_id (null: openly unassigned), similarity (-1 to 1)
SELECT mention_id, contact_id, source, source_id, ordinal, text_key, issue_id, similarity
FROM mentions
ORDER BY source, source_id, ordinal
