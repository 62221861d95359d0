-- Every issue that each mention ever had, and who moved it when.
--
-- Reads    assignments
-- Returns  one row a mention and issue, by mention and time: mention_id, issue_id, similarity, method,
--          from_at, to_at (UTC; null: it holds now), from_event (the ledger's last event when it was told;
--          null: told before that was kept)
SELECT mention_id, issue_id, similarity, method, from_at, to_at, from_event
FROM assignments
ORDER BY mention_id, from_event NULLS FIRST, from_at, to_at NULLS LAST
