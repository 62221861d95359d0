-- Drop what other versions read, and what was read of these mentions before.
DELETE FROM mention_meanings
WHERE version <> $version OR mention_id IN (SELECT mention_id FROM new_meanings)
