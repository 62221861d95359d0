-- Contacts that must go: those of the customers lent as `doomed_customers`, and those before $before.
--
-- Reads    contacts
-- Returns  one row a contact, by id: contact_id, source, source_id, text
SELECT contact_id, source, source_id, text
FROM contacts
WHERE customer_id IN (SELECT customer_id FROM doomed_customers) OR occurred_at < $before::TIMESTAMPTZ
ORDER BY contact_id
