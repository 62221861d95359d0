-- The contacts that were not yet split into mentions: new ones, and those whose content changed.
--
-- Reads    contacts, splits
-- Returns  one row a contact, oldest first: the columns of CONTACTS
SELECT contact_id, source, source_id, channel, occurred_at, language, customer_id, agent_id,
       rating, rating_scale, product, department, touchpoint, minutes, is_forwarded, text, content_hash
FROM contacts ANTI JOIN splits USING (contact_id)
ORDER BY occurred_at, contact_id
