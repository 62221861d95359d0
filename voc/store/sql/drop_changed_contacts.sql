-- Take out the contacts whose content changed; their new content is inserted next.
DELETE FROM contacts WHERE contact_id IN (SELECT contact_id FROM changed_contacts)
