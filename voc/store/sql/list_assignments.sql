-- Every mention and its issue.
--
-- Reads    mentions
-- Returns  one row a mention, by source, id there and ordinal: mention_id, contact_id, source, source_id, ordinal,
--          issue_id (null: openly unassigned), similarity (-1 to 1), text
SELECT mention_id, contact_id, source, source_id, ordinal, issue_id, similarity, text
FROM mentions
ORDER BY source, source_id, ordinal
