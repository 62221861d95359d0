-- Forget what contacts were before, where they were these customers' then.
DELETE FROM updates
WHERE EXISTS (SELECT 1 FROM doomed_customers WHERE contains(updates.before, doomed_customers.customer_id))
