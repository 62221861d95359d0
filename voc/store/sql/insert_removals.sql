-- Note how many stored contacts of each source were taken out, and why.
INSERT INTO removals (source, reason, contact_count, removed_at)
SELECT source, reason, contact_count, $at FROM removed_counts ORDER BY source
