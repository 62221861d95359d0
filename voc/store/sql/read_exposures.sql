-- What was delivered to divide by, before a day, or all where $before is null.
--
-- Reads    exposures
-- Returns  one row a day and exposure, by both: name, day, value
SELECT name, day, value
FROM exposures
WHERE $before::DATE IS NULL OR day < $before::DATE
ORDER BY name, day
