-- How many false alarms are to be expected with this workspace's own volumes.
--
-- Reads    budget
-- Returns  at most one row: weeks, issues, replays, false_per_week, false_per_issue_week, raised_count
SELECT weeks, issues, replays, false_per_week, false_per_issue_week, raised_count
FROM budget
ORDER BY weeks
