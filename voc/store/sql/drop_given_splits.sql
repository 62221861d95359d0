-- Forget that these contacts were split; they are split again.
DELETE FROM splits WHERE contact_id IN (SELECT contact_id FROM split_contacts)
