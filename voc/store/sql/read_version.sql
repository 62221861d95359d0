-- The version of the warehouse's tables.
--
-- Reads    warehouse_version
-- Returns  one row: version; null where it was never set
SELECT max(version) AS version FROM warehouse_version
