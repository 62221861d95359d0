-- Every file that was recorded, and whether it was refused whole.
--
-- Reads    batches
-- Returns  one row a file, in the order taken in: sequence, source, digest, fingerprint, is_refused
SELECT sequence, source, digest, fingerprint, is_refused FROM batches ORDER BY sequence
