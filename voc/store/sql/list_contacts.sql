-- The contacts behind a figure: of an issue, of a week, of both, or all where these are null.
--
-- Reads    contacts, contact_issues
-- Returns  one row a contact, oldest first: contact_id, source, source_id, channel, occurred_at (UTC), language,
--          customer, kind, opportunity, kind_confidence, kind_reason, is_repeat, rating (raw), text,
--          is_forwarded, copy_of,
--          issues (ids; most mentions first)
WITH linked AS (
    SELECT contact_id, list(issue_id ORDER BY mention_count DESC, similarity DESC, issue_id) AS issues
    FROM contact_issues
    GROUP BY contact_id
)
SELECT contacts.contact_id, source, source_id, channel, occurred_at, language, customer_id AS customer,
       kind, opportunity, kind_confidence, kind_reason, is_repeat, rating, text, is_forwarded, copy_of,
       coalesce(issues, []::VARCHAR[]) AS issues
FROM contacts LEFT JOIN linked ON linked.contact_id = contacts.contact_id
WHERE ($week::VARCHAR IS NULL OR week = $week::VARCHAR)
  AND ($issue_id::VARCHAR IS NULL OR list_contains(issues, $issue_id::VARCHAR))
ORDER BY occurred_at, contacts.contact_id
