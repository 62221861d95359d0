-- Drop the vectors of texts that no mention has; those of the tool's own sentences are made again.
DELETE FROM embeddings WHERE text_key NOT IN (SELECT text_key FROM mentions)
