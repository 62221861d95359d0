-- Record a mining: as of when, and what it worked with.
INSERT INTO minings (sequence, as_of, record)
SELECT coalesce(max(sequence), 0) + 1, $as_of, $record FROM minings
