-- The rows that stand refused, with the reason and where they are.
--
-- Reads    quarantine, batches
-- Returns  one row a refusal, by source, file and place in it: source, file, row (null: the whole file, or
--          a transcript), field, reason, source_id, content (redacted JSON, or null), sequence, position,
--          key (the same also where the file is tried again)
SELECT quarantine.source, quarantine.file, "row", field, reason, source_id, content, quarantine.sequence, position,
       format('{}-{}', md5(concat(quarantine.source, chr(0), digest))[:10], position) AS key
FROM quarantine JOIN batches USING (sequence)
WHERE mended_at IS NULL
ORDER BY quarantine.source, quarantine.file, "row" NULLS FIRST, quarantine.sequence, position
