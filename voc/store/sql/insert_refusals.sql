-- Quarantine the rows that were refused.
INSERT INTO quarantine (sequence, position, source, file, "row", field, reason, source_id, content, customer_id)
SELECT sequence, position, source, file, "row", field, reason, source_id, content, customer_id
FROM new_refusals
ORDER BY sequence, position
