-- Make room for the kinds of a new mining.
DELETE FROM mention_kinds
