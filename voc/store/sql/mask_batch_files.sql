-- Take a customer's own id out of the names of files.
UPDATE batches SET file = regexp_replace(file, $pattern, '\1<CUSTOMER>\2', 'g')
WHERE regexp_matches(file, $pattern)
