-- What is known of the contacts that are coming in.
--
-- Reads    contacts, withdrawn, incoming_contacts
-- Returns  one row a contact that is stored or was withdrawn, by id: contact_id, stored_hash (null of a
--          withdrawn one), is_withdrawn
SELECT contact_id, content_hash AS stored_hash, FALSE AS is_withdrawn
FROM contacts SEMI JOIN incoming_contacts USING (contact_id)
UNION ALL
SELECT contact_id, NULL AS stored_hash, TRUE AS is_withdrawn
FROM withdrawn SEMI JOIN incoming_contacts USING (contact_id)
ORDER BY contact_id
