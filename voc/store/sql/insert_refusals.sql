-- Quarantine the rows that were refused.
INSERT INTO quarantine (sequence, position, source, file, "row", field, reason)
SELECT sequence, position, source, file, "row", field, reason
FROM new_refusals
ORDER BY sequence, position
