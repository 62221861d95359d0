-- Store the rows that an exposure's files have wrong.
INSERT INTO exposure_refusals (name, position, file, "row", field, reason)
SELECT $exposure, position, file, "row", field, reason FROM new_refusals ORDER BY position
