-- Do the accounts balance, and do they fit what is stored?
--
-- Three checks for each source: every received row has an outcome; as many contacts are stored as were
-- stored first and not taken out since; as many rows stand in quarantine as the accounts say.
--
-- Reads    batches, contacts, removals, quarantine
-- Returns  one row a check that fails, by source: source, what, wanted, found
WITH accounts AS (
    SELECT
        source, sum(received) AS received, sum(stored) AS stored, sum(quarantined) AS quarantined,
        sum(stored + updated + duplicate + quarantined + erased) AS accounted
    FROM batches GROUP BY source
),
held AS (SELECT source, count(*) AS contact_count FROM contacts GROUP BY source),
gone AS (SELECT source, sum(contact_count) AS contact_count FROM removals GROUP BY source),
refused AS (SELECT source, count(*) AS row_count FROM quarantine WHERE mended_at IS NULL GROUP BY source),
checks AS (
    SELECT source, 'rows received' AS what, received AS wanted, accounted AS found FROM accounts
    UNION ALL
    SELECT accounts.source, 'contacts stored', stored - coalesce(gone.contact_count, 0),
           coalesce(held.contact_count, 0)
    FROM accounts LEFT JOIN held USING (source) LEFT JOIN gone USING (source)
    UNION ALL
    SELECT accounts.source, 'rows in quarantine', quarantined, coalesce(row_count, 0)
    FROM accounts LEFT JOIN refused USING (source)
)
SELECT source, what, wanted::BIGINT AS wanted, found::BIGINT AS found
FROM checks WHERE wanted <> found ORDER BY source, what
