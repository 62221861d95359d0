-- The texts that a model has embedded before.
--
-- Reads    embeddings
-- Returns  one row a text, by key: text_key
SELECT text_key
FROM embeddings
WHERE model = $model
ORDER BY text_key
