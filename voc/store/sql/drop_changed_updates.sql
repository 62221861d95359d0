-- Forget what these contacts were before.
DELETE FROM updates WHERE contact_id IN (SELECT contact_id FROM changed_contacts)
