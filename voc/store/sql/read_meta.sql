-- What is known of this snapshot: as of when, written when, by which model.
--
-- Reads    meta
-- Returns  one row a key: key, value (JSON)
SELECT key, value FROM meta ORDER BY key
