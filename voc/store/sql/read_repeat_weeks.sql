-- Of each week's contacts, how many were followed by another of the same customer about the same issue?
--
-- Reads    repeat_weeks
-- Returns  all together (issue_id null) and then each issue, one row a week: the columns of REPEAT_WEEKS
SELECT issue_id, week, contact_count, followed_count, forward_rate, forward_low, forward_high, is_final
FROM repeat_weeks
ORDER BY issue_id NULLS FIRST, week
