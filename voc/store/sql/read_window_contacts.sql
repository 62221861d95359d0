-- The published contacts of one week, or all where $week is null.
--
-- Reads    contacts
-- Returns  one row a contact, oldest first: what `measure_issues` and `measure_totals` read
SELECT contact_id, source, channel, occurred_at, language, customer_id, rating, rating_scale, department,
       kind, opportunity, is_repeat
FROM contacts
WHERE $week::VARCHAR IS NULL OR week = $week::VARCHAR
ORDER BY occurred_at, contact_id
