-- Which issues each contact has.
--
-- Reads    contact_issues
-- Returns  one row a contact and issue, by both: the columns of CONTACT_ISSUES
SELECT contact_id, issue_id, mention_count, similarity, is_repeat
FROM contact_issues
ORDER BY contact_id, issue_id
