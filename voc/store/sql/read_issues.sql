-- The live issues, measured over all contacts before as-of.
--
-- Reads    issues
-- Returns  one row an issue, most contacts first, then by id: the columns of PUBLISHED["issues"]
SELECT issue_id, kind, opportunity, contacts, customers, share, first_seen, last_seen, repeat_rate, cost,
       silent_customers, rating_effect, department, channels, languages,
       name, theme, state, trend, keyphrases, verbatims, born_as_of
FROM issues
ORDER BY contacts DESC NULLS LAST, issue_id
