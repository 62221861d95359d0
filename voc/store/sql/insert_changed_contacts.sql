-- Insert new contacts, and the new content of changed ones; one row a contact.
INSERT INTO contacts (contact_id, source, source_id, channel, occurred_at, language, customer_id, agent_id,
                      rating, rating_scale, product, department, touchpoint, minutes, is_forwarded, text, content_hash,
                      sequence)
SELECT contact_id, source, source_id, channel, occurred_at, language, customer_id, agent_id,
       rating, rating_scale, product, department, touchpoint, minutes, is_forwarded, text, content_hash, sequence
FROM changed_contacts
ORDER BY source, source_id
