-- The rows that exposures' files have wrong, as they were last read.
--
-- Reads    exposure_refusals
-- Returns  one row a refusal, by exposure and place: source, file, row (null: the whole file), field, reason
SELECT name AS source, file, "row", field, reason
FROM exposure_refusals
ORDER BY name, position
