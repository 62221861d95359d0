-- How many tables stand in this file, whosever they are.
--
-- Returns  one row: table_count
SELECT count(*) AS table_count FROM duckdb_tables() WHERE NOT internal AND database_name = current_database()
