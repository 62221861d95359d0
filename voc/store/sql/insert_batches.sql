-- Record the files that were begun; their counts are added next.
INSERT INTO batches (sequence, source, file, digest, fingerprint, received, stored, updated, duplicate,
                     quarantined, erased, is_refused, part_count, is_complete, columns, cursor, taken_at)
SELECT sequence, source, file, digest, fingerprint, 0, 0, 0, 0, 0, 0, is_refused, 0, FALSE, columns, cursor, taken_at
FROM new_parts
WHERE sequence NOT IN (SELECT sequence FROM batches)
QUALIFY row_number() OVER (PARTITION BY sequence ORDER BY part) = 1
ORDER BY sequence
