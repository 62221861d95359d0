-- The published contacts of one week, or all where $week is null.
--
-- Reads    contacts
-- Returns  one row a contact, oldest first: all that is measured by, without the words
SELECT contact_id, source, source_id, channel, occurred_at, week, language, customer_id, rating, rating_scale,
       product, department, touchpoint, minutes, cost, kind, opportunity, kind_confidence, kind_reason, is_repeat,
       copy_of
FROM contacts
WHERE $week::VARCHAR IS NULL OR week = $week::VARCHAR
ORDER BY occurred_at, contact_id
