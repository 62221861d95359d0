-- Store what each mention is to the company.
INSERT INTO mention_kinds (mention_id, kind, opportunity, confidence, reason)
SELECT mention_id, kind, opportunity, confidence, reason FROM new_kinds ORDER BY mention_id
