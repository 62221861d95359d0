-- The contacts that a search found, with their issues.
--
-- Reads    contacts, contact_issues
-- Returns  one row a contact, by id: contact_id, source_id, occurred_at (UTC), channel, text, issues (ids)
WITH linked AS (
    SELECT contact_id, list(issue_id ORDER BY mention_count DESC, similarity DESC, issue_id) AS issues
    FROM contact_issues
    GROUP BY contact_id
)
SELECT contacts.contact_id, source_id, occurred_at, channel, text, coalesce(issues, []::VARCHAR[]) AS issues
FROM contacts LEFT JOIN linked ON linked.contact_id = contacts.contact_id
WHERE list_contains($contact_ids::VARCHAR[], contacts.contact_id)
ORDER BY contacts.contact_id
