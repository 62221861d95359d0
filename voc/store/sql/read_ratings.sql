-- What each issue goes with in ratings.
--
-- Reads    ratings
-- Returns  one row a scale, measure and issue, all of the scale first (issue_id null): the columns of RATINGS
SELECT issue_id, scale, measure, is_primary, contact_count, rated_count, rated_share, person_count, level,
       level_low, level_high, rest_level, effect, effect_low, effect_high, adjusted, adjusted_low, adjusted_high,
       points_to_win, points_low, points_high, importance, lost_share, won_share, penalty, penalty_low,
       penalty_high, reward, reward_low, reward_high, asymmetry, side, reason
FROM ratings
ORDER BY scale, measure, issue_id NULLS FIRST
