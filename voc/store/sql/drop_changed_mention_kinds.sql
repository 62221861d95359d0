-- Forget what was made of contacts that changed, so that the next mining does them again.
DELETE FROM mention_kinds
WHERE mention_id IN (SELECT mention_id FROM mentions SEMI JOIN changed_contacts USING (contact_id))
