-- What emerged or burst so far.
--
-- Reads    alerts
-- Returns  one row an alert, the latest week first, the least likely by chance first: the columns of ALERTS
SELECT issue_id, kind, week, observed, expected, p_value, contact_ids
FROM alerts
ORDER BY week DESC, p_value, issue_id, kind
