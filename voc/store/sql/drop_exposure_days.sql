-- Make room for an exposure's new figures: the days that it tells anew.
DELETE FROM exposures WHERE name = $exposure AND day IN (SELECT day FROM new_figures)
