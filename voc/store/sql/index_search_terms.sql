-- The full-text index over the stems; they are already what they should be, so nothing is changed again.
PRAGMA create_fts_index('search_terms', 'contact_id', 'terms',
                        stemmer = 'none', stopwords = 'none', ignore = '( )+', strip_accents = 0, lower = 0,
                        overwrite = 1)
