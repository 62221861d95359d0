-- Make room for the rows that an exposure's files have wrong.
DELETE FROM exposure_refusals WHERE name = $exposure
