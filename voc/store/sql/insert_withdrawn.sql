-- Keep the ids of contacts that were deleted at their source.
INSERT INTO withdrawn (contact_id, source, sequence, withdrawn_at)
SELECT contact_id, source, sequence, $at FROM changed_contacts ORDER BY contact_id
