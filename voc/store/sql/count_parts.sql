-- How many parts of a file were taken in by a run that was killed before its end.
--
-- Reads    batches
-- Returns  one row, or none: part_count
SELECT part_count FROM batches WHERE source = $source AND digest = $digest AND NOT is_complete
