-- The issue that each mention has now.
--
-- Reads    assignments
-- Returns  one row a mention, by id: mention_id, issue_id (null: openly unassigned), similarity (-1 to 1)
SELECT mention_id, issue_id, similarity FROM assignments WHERE to_at IS NULL ORDER BY mention_id
