-- Blot a customer's own id out of what others said.
UPDATE quarantine SET content = regexp_replace(content, $pattern, $blot, 'g')
WHERE regexp_matches(content, $pattern)
