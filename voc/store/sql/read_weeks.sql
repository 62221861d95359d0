-- How many contacts each issue had in each week, beside what was to be expected.
--
-- Reads    weeks
-- Returns  one row an issue and week, by both; of one week where $week is given: the columns of WEEKS
SELECT issue_id, week, contact_count, customer_count, expected, low, high, exposure, standard, is_complete
FROM weeks
WHERE $week::VARCHAR IS NULL OR week = $week::VARCHAR
ORDER BY issue_id, week
