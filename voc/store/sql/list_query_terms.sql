-- The stems that a query asks for, in each language that contacts are written in.
--
-- Reads    contacts
-- Returns  one row a language: terms (separated by spaces)
SELECT list_search_terms($query, language) AS terms
FROM (SELECT DISTINCT language FROM contacts)
ORDER BY language
