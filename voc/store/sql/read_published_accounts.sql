-- What was ingested from each source, as it stood when the snapshot was written.
--
-- Reads    accounts
-- Returns  one row a source, by name: the columns of PUBLISHED["accounts"]
SELECT source, received, stored, updated, duplicate, quarantined, erased, last_file, last_contact
FROM accounts
ORDER BY source
