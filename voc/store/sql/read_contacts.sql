-- The stored contacts before $before, or all where it is null.
--
-- Reads    contacts
-- Returns  one row a contact, oldest first: the columns of CONTACTS
SELECT contact_id, source, source_id, channel, occurred_at, language, customer_id, agent_id,
       rating, rating_scale, product, department, touchpoint, minutes, is_forwarded, text, content_hash
FROM contacts
WHERE $before::TIMESTAMPTZ IS NULL OR occurred_at < $before::TIMESTAMPTZ
ORDER BY occurred_at, contact_id
