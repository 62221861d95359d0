-- What was delivered to divide by, by week.
--
-- Reads    exposures
-- Returns  one row an exposure and week, by both: name, week, value
SELECT name, week, value
FROM exposures
ORDER BY name, week
