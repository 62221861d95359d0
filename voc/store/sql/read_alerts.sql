-- What emerged, burst or shifted so far.
--
-- Reads    alerts
-- Returns  one row an alert, the latest week first, the least likely by chance first: the columns of ALERTS
SELECT issue_id, kind, week, observed, expected, p_value, contact_ids, alert_id, last_week, week_count,
       total_observed, total_expected, is_open, method, q_value
FROM alerts
ORDER BY week DESC, p_value, issue_id, kind
