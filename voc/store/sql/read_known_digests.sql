-- The files of a source that need not be read again.
--
-- A file's bytes are taken in once. A file that was refused whole is known only under the settings
-- that refused it: with $fingerprint another, it is tried again. One that was taken in only in part,
-- because a run was killed, is not known yet.
--
-- Reads    batches
-- Returns  one row a file, by digest: digest
SELECT DISTINCT digest
FROM batches
WHERE source = $source AND is_complete
  AND NOT (is_refused AND fingerprint <> coalesce($fingerprint, fingerprint))
ORDER BY digest
