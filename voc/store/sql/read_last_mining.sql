-- The record of the last mining, as JSON.
--
-- Reads    minings
-- Returns  at most one row: record
SELECT record FROM minings ORDER BY sequence DESC LIMIT 1
