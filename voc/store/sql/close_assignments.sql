-- End the assignments that no longer hold: the mention has another issue now, or is gone.
UPDATE assignments
SET to_at = $as_of
WHERE to_at IS NULL AND NOT EXISTS (
    SELECT mention_id FROM new_assignments
    WHERE new_assignments.mention_id = assignments.mention_id
      AND new_assignments.issue_id IS NOT DISTINCT FROM assignments.issue_id
)
