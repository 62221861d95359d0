-- Where a contact came from, and what it was before.
--
-- Reads    contacts, updates, withdrawn, batches
-- Returns  one row for each content it had, oldest first: event (updated: what was replaced then; present; or
--          withdrawn), file (which brought the replacement, the present content, the tombstone),
--          taken_at, changed (columns; null of the present), before (JSON of the columns replaced; or null)
SELECT event, file, taken_at, changed, before
FROM (
    SELECT 'updated' AS event, updates.sequence, updated_at AS happened_at, changed, before
    FROM updates WHERE contact_id = $contact_id
    UNION ALL
    SELECT 'present', sequence, NULL, NULL, NULL FROM contacts WHERE contact_id = $contact_id
    UNION ALL
    SELECT 'withdrawn', sequence, NULL, NULL, NULL FROM withdrawn WHERE contact_id = $contact_id
) AS events
JOIN batches USING (sequence)
ORDER BY happened_at NULLS LAST, sequence
