-- What each mention is to the company.
--
-- Reads    mention_kinds
-- Returns  one row a mention, by id: mention_id, kind, opportunity (or null), confidence, reason
SELECT mention_id, kind, opportunity, confidence, reason FROM mention_kinds ORDER BY mention_id
