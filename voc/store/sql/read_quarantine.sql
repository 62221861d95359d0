-- The rows that were refused, with the reason and where they stand.
--
-- Reads    quarantine
-- Returns  one row a refusal, by source, file and place in it: source, file, row (null: the whole file, or
--          a transcript), field, reason
SELECT source, file, "row", field, reason
FROM quarantine
ORDER BY source, file, "row" NULLS FIRST, sequence, position
