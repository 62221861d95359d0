-- The mentions that people's edits may have put elsewhere since: of these texts, or in issues that are gone.
--
-- Reads    mentions
-- Returns  one row a mention, by id: mention_id, contact_id, issue_id (null: openly unassigned), text_key, text
SELECT mention_id, contact_id, issue_id, text_key, text
FROM mentions
WHERE list_contains($text_keys::VARCHAR[], text_key) OR list_contains($gone::VARCHAR[], issue_id)
ORDER BY mention_id
