-- Move mended rows in their file's account from quarantined to what they became.
UPDATE batches
SET quarantined = quarantined - ($stored + $updated + $duplicate + $erased),
    stored = stored + $stored,
    updated = updated + $updated,
    duplicate = duplicate + $duplicate,
    erased = erased + $erased
WHERE sequence = $sequence
