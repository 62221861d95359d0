-- Every file that was recorded, how much of it was taken in, and whether it was refused whole.
--
-- Reads    batches
-- Returns  one row a file, in the order taken in: sequence, source, digest, fingerprint, is_refused, part_count
SELECT sequence, source, digest, fingerprint, is_refused, part_count FROM batches ORDER BY sequence
