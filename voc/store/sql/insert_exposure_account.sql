-- Store what an exposure's files gave.
INSERT INTO exposure_accounts (name, received, stored, quarantined, last_file, read_at)
VALUES ($exposure, $received, $stored, $quarantined, $last_file, $at)
