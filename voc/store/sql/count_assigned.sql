-- How many contacts have an issue.
--
-- Reads    contact_issues
-- Returns  one row: assigned
SELECT count(DISTINCT contact_id)::BIGINT AS assigned
FROM contact_issues
