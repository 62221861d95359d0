-- Make room for what an exposure's files gave.
DELETE FROM exposure_accounts WHERE name = $exposure
