-- Add what warehouses of this version that were made earlier lack.
ALTER TABLE assignments ADD COLUMN IF NOT EXISTS from_event BIGINT
