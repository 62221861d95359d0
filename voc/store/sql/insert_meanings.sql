-- Keep what these mentions' own words say.
INSERT INTO mention_meanings (version, mention_id, said, scores)
SELECT $version, mention_id, md5(text), scores
FROM new_meanings JOIN mentions USING (mention_id)
ORDER BY mention_id
