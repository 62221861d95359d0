-- Take back the refusals of files refused whole that are now tried again.
DELETE FROM quarantine WHERE sequence IN (SELECT sequence FROM retried_batches)
