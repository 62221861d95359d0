-- The one issue of each contact: with most mentions, then the nearest, then the first by id.
--
-- Reads    contacts, contact_issues
-- Returns  one row a contact, by source and id there: source, source_id, issue_id (null: openly unassigned)
SELECT source, source_id, contact_issues.issue_id
FROM contacts LEFT JOIN contact_issues ON contact_issues.contact_id = contacts.contact_id
QUALIFY row_number() OVER (
    PARTITION BY contacts.contact_id ORDER BY mention_count DESC, similarity DESC, contact_issues.issue_id
) = 1
ORDER BY source, source_id
