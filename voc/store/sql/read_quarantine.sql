-- The rows that stand refused, with the reason and where they are.
--
-- Reads    quarantine
-- Returns  one row a refusal, by source, file and place in it: source, file, row (null: the whole file, or
--          a transcript), field, reason, source_id, content (redacted JSON, or null), sequence, position
SELECT source, file, "row", field, reason, source_id, content, sequence, position
FROM quarantine
WHERE mended_at IS NULL
ORDER BY source, file, "row" NULLS FIRST, sequence, position
