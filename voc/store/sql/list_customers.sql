-- The pseudonyms of all customers of whom anything is stored.
--
-- Reads    contacts, quarantine
-- Returns  one row a customer, by pseudonym: customer_id
SELECT customer_id FROM contacts WHERE customer_id IS NOT NULL
UNION
SELECT customer_id FROM quarantine WHERE customer_id IS NOT NULL
ORDER BY customer_id
