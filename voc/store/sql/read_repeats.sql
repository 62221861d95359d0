-- Does each issue come back?
--
-- Reads    repeats
-- Returns  all together (issue_id null) and then one row an issue: the columns of REPEATS
SELECT issue_id, contact_count, customer_count, unknown_count, repeat_count, repeat_rate, repeat_low, repeat_high,
       repeat_cost, chain_count, once_count, twice_count, thrice_count, more_count, open_count, gap_days_low,
       gap_days_middle, gap_days_high, settled_count, resolved_count, resolved_rate, resolved_low, resolved_high,
       said_count, further_count, longest
FROM repeats
ORDER BY issue_id NULLS FIRST
