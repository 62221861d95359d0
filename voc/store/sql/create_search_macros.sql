-- How words are made comparable, the same for what is indexed and for what is asked.
--
-- Each word is cut to its stem in the text's own language and then loses its accents, so that `cobros`
-- finds `cobro`, and `facturacion`, which people write without its accent, finds `facturación`.
-- Languages without a stemmer keep their words whole.
CREATE OR REPLACE MACRO name_stemmer(language) AS
    CASE language
        WHEN 'ar' THEN 'arabic' WHEN 'ca' THEN 'catalan' WHEN 'da' THEN 'danish' WHEN 'de' THEN 'german'
        WHEN 'el' THEN 'greek' WHEN 'en' THEN 'english' WHEN 'es' THEN 'spanish' WHEN 'eu' THEN 'basque'
        WHEN 'fi' THEN 'finnish' WHEN 'fr' THEN 'french' WHEN 'hu' THEN 'hungarian' WHEN 'it' THEN 'italian'
        WHEN 'nl' THEN 'dutch' WHEN 'no' THEN 'norwegian' WHEN 'pt' THEN 'portuguese' WHEN 'ro' THEN 'romanian'
        WHEN 'ru' THEN 'russian' WHEN 'sv' THEN 'swedish' WHEN 'tr' THEN 'turkish' ELSE 'none'
    END;

CREATE OR REPLACE MACRO mend_accent(word, language) AS
    CASE language WHEN 'es' THEN regexp_replace(word, '([cs])ion$', '\1ión') ELSE word END;

CREATE OR REPLACE MACRO list_search_terms(words, language) AS
    array_to_string(
        list_transform(
            regexp_extract_all(lower(nfc_normalize(words)), '[\p{L}\p{N}]+'),
            lambda word: strip_accents(stem(mend_accent(word, language), name_stemmer(language)))
        ),
        ' '
    );
