-- What is stored now of the contacts that are coming in.
--
-- Reads    contacts, incoming_contacts
-- Returns  one row a contact already stored, by id: contact_id, stored_hash
SELECT contact_id, content_hash AS stored_hash
FROM contacts SEMI JOIN incoming_contacts USING (contact_id)
ORDER BY contact_id
