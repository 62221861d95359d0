-- The names that the columns of a source's files had so far.
--
-- Reads    batches
-- Returns  one row a name: name
SELECT DISTINCT unnest(columns) AS name FROM batches WHERE source = $source ORDER BY name
