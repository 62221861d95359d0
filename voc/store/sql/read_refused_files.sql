-- The files that have refused rows, and which rows.
--
-- Reads    quarantine, batches
-- Returns  one row a refusal that stands, in the order of files and rows: sequence, source, digest, file,
--          position, row, is_refused (the whole file was)
SELECT quarantine.sequence, batches.source, digest, batches.file, position, "row", is_refused
FROM quarantine JOIN batches USING (sequence)
WHERE mended_at IS NULL
ORDER BY quarantine.sequence, position
