-- The weeks, whole or not, and what rates are told by in each.
--
-- Reads    calendar
-- Returns  one row a week, in order: the columns of CALENDAR
SELECT week, contacts, exposure, is_complete, is_estimated, late_contacts, holidays, silent_sources
FROM calendar
ORDER BY week
