-- Where a source's query stopped.
--
-- Reads    batches
-- Returns  one row, or none: cursor
SELECT cursor FROM batches WHERE source = $source AND cursor IS NOT NULL ORDER BY sequence DESC LIMIT 1
