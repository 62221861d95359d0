-- What contacts say of how they were handled.
--
-- Reads    said
-- Returns  one row a contact and sign, by both: the columns of SAID
SELECT contact_id, sign
FROM said
ORDER BY contact_id, sign
