-- Note the version of the tables that were just created.
INSERT INTO warehouse_version SELECT $version WHERE NOT EXISTS (SELECT version FROM warehouse_version)
