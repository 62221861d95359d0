-- Word anew why rows that were read again are still refused.
UPDATE quarantine
SET reason = told_reasons.reason
FROM told_reasons
WHERE quarantine.sequence = $sequence AND quarantine.position = told_reasons.position
