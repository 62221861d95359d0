-- What mentions' own words say, as this version read it; of a text that has changed since, nothing.
--
-- Reads    mention_meanings, mentions
-- Returns  one row a mention: mention_id, scores (float64 in the machine's order)
SELECT mention_id, scores
FROM mention_meanings JOIN mentions USING (mention_id)
WHERE version = $version AND said = md5(text)
ORDER BY mention_id
