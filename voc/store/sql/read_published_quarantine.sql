-- The rows that were refused, as it stood when the snapshot was written.
--
-- Reads    quarantine
-- Returns  one row a refusal, by source, file and place in it: the columns of REFUSALS
SELECT source, file, "row", field, reason, source_id, content
FROM quarantine
ORDER BY source, file, "row" NULLS FIRST, reason
