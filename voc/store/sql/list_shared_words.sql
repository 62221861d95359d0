-- Which of the words lent as `given_words` do contacts say that stay?
--
-- Reads    contacts
-- Returns  one row a word, by the alphabet: word (small letters, without accents)
WITH said AS (
    SELECT DISTINCT unnest(regexp_extract_all(strip_accents(lower(text)), '[\p{L}\p{N}_]+')) AS word
    FROM contacts ANTI JOIN changed_contacts USING (contact_id)
)
SELECT word FROM given_words SEMI JOIN said USING (word) ORDER BY word
