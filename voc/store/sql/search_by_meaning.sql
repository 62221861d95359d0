-- Contacts that mean about the same as the query: by the nearest of their mentions.
--
-- Reads    search_vectors
-- Returns  at most $most rows, nearest first: contact_id, score (cosine, -1 to 1)
SELECT contact_id, max(list_cosine_similarity(vector::FLOAT[], $vector::FLOAT[])) AS score
FROM search_vectors
WHERE len(vector::FLOAT[]) = len($vector::FLOAT[])
GROUP BY contact_id
HAVING score >= $least
ORDER BY score DESC, contact_id
LIMIT $most
