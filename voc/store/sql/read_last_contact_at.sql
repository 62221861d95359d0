-- When the last stored contact occurred.
--
-- Reads    contacts
-- Returns  one row: last_contact_at (UTC; null where nothing is stored)
SELECT max(occurred_at) AS last_contact_at FROM contacts
