-- Where each mention was when the ledger had told this much, and by which key the ledger knows it.
--
-- Reads    mentions, past_assignments
-- Returns  one row a mention that was mined by then, by source, id there and ordinal: mention_id, contact_id,
--          text_key, issue_id (null: openly unassigned), similarity (-1 to 1)
WITH told AS (
    SELECT mention_id, issue_id, similarity, from_event, 1 AS is_current FROM mentions
    UNION ALL
    SELECT mention_id, issue_id, similarity, from_event, 0 AS is_current FROM past_assignments
),
last_told AS (
    SELECT mention_id, issue_id, similarity
    FROM told
    WHERE from_event <= $last_event
    QUALIFY row_number() OVER (PARTITION BY mention_id ORDER BY from_event DESC, is_current DESC) = 1
)
SELECT mentions.mention_id, mentions.contact_id, mentions.text_key, last_told.issue_id, last_told.similarity
FROM mentions INNER JOIN last_told USING (mention_id)
ORDER BY mentions.source, mentions.source_id, mentions.ordinal
