-- What contacts that must go were before they were updated, and what others were while they were theirs.
--
-- Reads    updates
-- Returns  one row an update, the oldest first: before (JSON of the columns that changed)
SELECT before
FROM updates
WHERE contact_id IN (SELECT contact_id FROM changed_contacts)
   OR EXISTS (SELECT 1 FROM doomed_customers WHERE contains(updates.before, doomed_customers.customer_id))
ORDER BY sequence, contact_id
