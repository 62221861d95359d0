-- Bring the similarity of assignments that still hold up to date.
UPDATE assignments
SET similarity = new_assignments.similarity
FROM new_assignments
WHERE assignments.mention_id = new_assignments.mention_id AND assignments.to_at IS NULL
