-- Forget that these contacts were withdrawn.
DELETE FROM withdrawn WHERE contact_id IN (SELECT contact_id FROM changed_contacts)
