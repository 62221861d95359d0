-- Which rows of a file stand refused.
--
-- Reads    quarantine
-- Returns  one row a refusal: position
SELECT position FROM quarantine WHERE sequence = $sequence AND mended_at IS NULL ORDER BY position
