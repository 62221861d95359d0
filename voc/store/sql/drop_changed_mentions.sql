-- Forget what was made of contacts that changed, so that the next mining does them again.
DELETE FROM mentions WHERE contact_id IN (SELECT contact_id FROM changed_contacts)
