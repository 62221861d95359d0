-- What each exposure's files gave when they were last read.
--
-- Reads    exposure_accounts, exposures
-- Returns  one row an exposure, by name: name, received, stored, quarantined, last_file, first_day, last_day
SELECT exposure_accounts.name, received, stored, quarantined, last_file,
       min(day) AS first_day, max(day) AS last_day
FROM exposure_accounts LEFT JOIN exposures ON exposures.name = exposure_accounts.name
GROUP BY ALL
ORDER BY exposure_accounts.name
