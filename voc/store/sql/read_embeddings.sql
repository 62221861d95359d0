-- The cached embeddings of these texts by this model.
--
-- Reads    embeddings, wanted_texts
-- Returns  one row a text that is known, by key: text_key, vector (float32, bytes)
SELECT text_key, vector
FROM embeddings SEMI JOIN wanted_texts USING (text_key)
WHERE model = $model
ORDER BY text_key
