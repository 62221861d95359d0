-- What is searched of each contact: the stems of its words.
CREATE TABLE search_terms AS
SELECT contact_id, list_search_terms(text, language) AS terms
FROM contacts
ORDER BY contact_id
