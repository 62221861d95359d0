-- Note that these contacts are split, also where they gave no mention.
INSERT INTO splits (contact_id) SELECT DISTINCT contact_id FROM split_contacts ORDER BY contact_id
