-- Blot a customer's own id out of what others said.
UPDATE contacts SET text = regexp_replace(text, $pattern, $blot, 'g')
WHERE regexp_matches(text, $pattern)
