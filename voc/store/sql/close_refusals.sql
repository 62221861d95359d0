-- Note that these refused rows were taken in after all; what was kept of them is no longer needed.
UPDATE quarantine
SET mended_at = $at, content = NULL
WHERE sequence = $sequence AND position IN (SELECT position FROM closed_refusals)
