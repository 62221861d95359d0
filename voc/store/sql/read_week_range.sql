-- The first and the last week that have a contact.
--
-- Reads    contacts
-- Returns  one row: first_week, last_week (null where there are no contacts)
SELECT min(week) AS first_week, max(week) AS last_week FROM contacts
