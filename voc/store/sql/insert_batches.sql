-- Record what each file gave.
INSERT INTO batches (sequence, source, file, digest, fingerprint, received, stored, updated, duplicate,
                     quarantined, erased, is_refused, taken_at)
SELECT sequence, source, file, digest, fingerprint, received, stored, updated, duplicate,
       quarantined, erased, is_refused, taken_at
FROM new_batches
ORDER BY sequence
