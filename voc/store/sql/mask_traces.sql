-- Blot a customer's own id out of what others said.
UPDATE updates SET before = regexp_replace(before, $pattern, $blot, 'g')
WHERE regexp_matches(before, $pattern)
