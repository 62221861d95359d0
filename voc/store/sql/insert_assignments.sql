-- Begin the assignments that were not there: after the closing, none of these mentions has a current one.
INSERT INTO assignments (mention_id, issue_id, similarity, method, from_at, to_at, from_event)
SELECT mention_id, issue_id, similarity, $method, $as_of, NULL, $last_event
FROM new_assignments ANTI JOIN (SELECT mention_id FROM assignments WHERE to_at IS NULL) AS held USING (mention_id)
ORDER BY mention_id
