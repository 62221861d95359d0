-- Drop what was read of mentions that are gone.
DELETE FROM mention_meanings WHERE mention_id NOT IN (SELECT mention_id FROM mentions)
