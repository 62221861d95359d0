-- What customers said of each issue in one week: nearest to the issue first, of different contacts, in
-- different words, preferring lengths that are easily read (25 to 240 characters). At most five an issue.
--
-- Reads    mentions, contacts
-- Returns  one row a verbatim, by issue and rank: issue_id, contact_id, text
WITH said AS (
    SELECT mentions.issue_id, mentions.contact_id, mentions.text, mentions.ordinal,
           coalesce(similarity, 0) + CASE WHEN length(mentions.text) BETWEEN 25 AND 240 THEN 0.1 ELSE 0 END AS worth
    FROM mentions JOIN contacts ON contacts.contact_id = mentions.contact_id
    WHERE contacts.week = $week AND mentions.issue_id IS NOT NULL
),
one_a_contact AS (
    SELECT issue_id, contact_id, text, worth
    FROM said
    QUALIFY row_number() OVER (PARTITION BY issue_id, contact_id ORDER BY worth DESC, ordinal) = 1
),
one_a_text AS (
    SELECT issue_id, contact_id, text, worth
    FROM one_a_contact
    QUALIFY row_number() OVER (PARTITION BY issue_id, lower(text) ORDER BY worth DESC, contact_id) = 1
)
SELECT issue_id, contact_id, text
FROM one_a_text
QUALIFY row_number() OVER (PARTITION BY issue_id ORDER BY worth DESC, contact_id) <= 5
ORDER BY issue_id, worth DESC, contact_id
