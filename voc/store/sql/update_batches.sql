-- Add to the records of files what their new parts gave.
UPDATE batches
SET received = batches.received + given.received,
    stored = batches.stored + given.stored,
    updated = batches.updated + given.updated,
    duplicate = batches.duplicate + given.duplicate,
    quarantined = batches.quarantined + given.quarantined,
    erased = batches.erased + given.erased,
    part_count = given.part_count,
    is_complete = given.is_complete,
    taken_at = given.taken_at
FROM (
    SELECT
        sequence, sum(received) AS received, sum(stored) AS stored, sum(updated) AS updated,
        sum(duplicate) AS duplicate, sum(quarantined) AS quarantined, sum(erased) AS erased,
        max(part) + 1 AS part_count, bool_or(is_complete) AS is_complete, max(taken_at) AS taken_at
    FROM new_parts
    GROUP BY sequence
) AS given
WHERE batches.sequence = given.sequence
