-- Let files that were refused whole be tried again, although their source's settings are the same.
UPDATE batches SET fingerprint = '' WHERE is_refused AND sequence IN (SELECT sequence FROM reopened_batches)
