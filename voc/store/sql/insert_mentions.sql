-- Insert the mentions of contacts that were just split.
INSERT INTO mentions (mention_id, contact_id, ordinal, language, text, spans, text_key)
SELECT mention_id, contact_id, ordinal, language, text, spans, text_key
FROM new_mentions
ORDER BY contact_id, ordinal
