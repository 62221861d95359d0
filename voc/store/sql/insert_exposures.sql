-- Store an exposure's figures, a row a day.
INSERT INTO exposures (name, day, value)
SELECT $exposure, day, value FROM new_figures ORDER BY day
