-- Forget what is kept of refused rows of these customers, or of contacts that must go; that they were
-- refused, where and why, stays.
UPDATE quarantine SET source_id = NULL, content = NULL, customer_id = NULL
WHERE customer_id IN (SELECT customer_id FROM doomed_customers)
   OR (source, source_id) IN (SELECT (source, source_id) FROM changed_contacts)
