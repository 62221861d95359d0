-- When the first and the last published contact were.
--
-- Reads    contacts
-- Returns  one row: first_at, last_at; both null where there are no contacts
SELECT min(occurred_at) AS first_at, max(occurred_at) AS last_at
FROM contacts
