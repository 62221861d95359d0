-- Forget what is kept of refused rows that came before an instant; that they were refused stays.
UPDATE quarantine SET source_id = NULL, content = NULL, customer_id = NULL
WHERE sequence IN (SELECT sequence FROM batches WHERE taken_at < $before)
