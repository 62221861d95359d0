-- Take back the record of files refused whole that are now tried again.
DELETE FROM batches WHERE sequence IN (SELECT sequence FROM retried_batches)
