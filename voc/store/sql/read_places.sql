-- Where issues meet touchpoints, products or channels.
--
-- Reads    places
-- Returns  one row a value of $dimension and issue, by both, contacts without an issue last: the columns of PLACES
SELECT dimension, value, issue_id, contacts, customers, known_count, repeat_count, cost, rating_scale, rating_mean,
       rating_count, ranked_count, rating_rank, share, lift, lift_low, lift_high, p_value, q_value, hurting_count,
       repeat_factor, rating_factor, pain
FROM places
WHERE dimension = $dimension
ORDER BY value, issue_id NULLS LAST
