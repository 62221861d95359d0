-- Contacts that hold any of these stems, by Okapi BM25.
--
-- Reads    search_terms
-- Returns  at most $most rows, best first: contact_id, score (larger is better)
WITH scored AS (
    SELECT contact_id, fts_main_search_terms.match_bm25(contact_id, $terms) AS score FROM search_terms
)
SELECT contact_id, score FROM scored WHERE score IS NOT NULL ORDER BY score DESC, contact_id LIMIT $most
