-- What is behind each touchpoint, product or channel.
--
-- Reads    place_totals
-- Returns  one row a value of $dimension, in its order, contacts that do not tell it last: the columns of PLACE_TOTALS
SELECT dimension, value, position, is_cycle, contacts, customers, known_count, repeat_count, cost, rating_scale,
       rating_mean, rating_count, ranked_count, rating_rank
FROM place_totals
WHERE dimension = $dimension
ORDER BY position NULLS LAST
