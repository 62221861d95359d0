-- What each issue cost in each month, whole and shared out.
--
-- Reads    money
-- Returns  one row a month and issue, by both, the contacts without an issue first: the columns of MONEY
SELECT month, issue_id, contacts, repeat_count, cost, repeat_cost, shared_cost, shared_repeat_cost
FROM money
ORDER BY month, issue_id NULLS FIRST
