-- The words in vogue: of all contacts, or of one issue where $issue_id is given.
--
-- Reads    vogue
-- Returns  one row a phrase, the strongest first: the columns of VOGUE
SELECT issue_id, week, week_count, phrase, also, language, contacts, customers, copies, before_count, expected,
       z, q, contact_ids, issue_ids, unassigned_share
FROM vogue
WHERE issue_id IS NOT DISTINCT FROM $issue_id::VARCHAR
ORDER BY z DESC, phrase, language
