-- Cache embeddings that are not known yet; of equal keys the first is kept.
INSERT INTO embeddings (model, text_key, vector)
SELECT $model, text_key, vector
FROM new_embeddings ANTI JOIN (SELECT text_key FROM embeddings WHERE model = $model) AS known USING (text_key)
QUALIFY row_number() OVER (PARTITION BY text_key ORDER BY position) = 1
ORDER BY text_key
