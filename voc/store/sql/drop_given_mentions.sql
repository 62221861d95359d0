-- Take out the mentions of contacts that are split again.
DELETE FROM mentions WHERE contact_id IN (SELECT contact_id FROM split_contacts)
