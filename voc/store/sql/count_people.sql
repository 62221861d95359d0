-- How many contacts there are, and from how many customers; a contact without a customer is one of its own.
--
-- Reads    contacts
-- Returns  one row: contacts, customers
SELECT count(*)::BIGINT AS contacts,
       count(DISTINCT coalesce('k' || customer_id, 'c' || contact_id))::BIGINT AS customers
FROM contacts
