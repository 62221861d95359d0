-- What was ingested from each source since the workspace began, and that nothing was lost.
--
-- received = stored + updated + duplicate + quarantined + erased. A file counts once, by its bytes.
--
-- Reads    batches, contacts
-- Returns  one row a source, by name: source, received, stored, updated, duplicate, quarantined, erased,
--          last_file (the one taken in last), last_contact (UTC; null where none is stored)
WITH last_contacts AS (
    SELECT source, max(occurred_at) AS last_contact FROM contacts GROUP BY source
)
SELECT
    batches.source,
    sum(received)::BIGINT AS received,
    sum(stored)::BIGINT AS stored,
    sum(updated)::BIGINT AS updated,
    sum(duplicate)::BIGINT AS duplicate,
    sum(quarantined)::BIGINT AS quarantined,
    sum(erased)::BIGINT AS erased,
    arg_max(file, sequence) AS last_file,
    any_value(last_contact) AS last_contact
FROM batches LEFT JOIN last_contacts ON last_contacts.source = batches.source
GROUP BY batches.source
ORDER BY batches.source
