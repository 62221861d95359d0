-- Where the contacts with these ids came from.
--
-- Reads    contacts
-- Returns  one row a contact that is there, by id: contact_id, source, source_id
SELECT contact_id, source, source_id
FROM contacts
WHERE list_contains($contact_ids::VARCHAR[], contact_id)
ORDER BY contact_id
