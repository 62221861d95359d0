-- What each published contact of a time cost.
--
-- Reads    contacts
-- Returns  one row a contact before $before and not before $since (both may be null), oldest first
SELECT contact_id, customer_id, occurred_at, cost
FROM contacts
WHERE ($since::TIMESTAMPTZ IS NULL OR occurred_at >= $since::TIMESTAMPTZ)
  AND ($before::TIMESTAMPTZ IS NULL OR occurred_at < $before::TIMESTAMPTZ)
ORDER BY occurred_at, contact_id
