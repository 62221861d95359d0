-- What each live issue shows for itself.
--
-- Reads    portraits
-- Returns  one row an issue, by id: the columns of PORTRAITS
SELECT issue_id, names, stability, neighbours, exemplars, boundary
FROM portraits
ORDER BY issue_id
