-- What is proposed to be done about each issue, with the factors that it rests on.
--
-- Reads    levers
-- Returns  one row an issue, by id: the columns of PROPOSED_LEVERS
SELECT issue_id, contact_count, kind_count, lever, runner_up, lead, eliminate, automate, simplify, improve,
       defect, confusion, question, formality, wish, customer_value, company_value, repeats, cost, size,
       growth, rating_loss, priority, reasons, reason
FROM levers
ORDER BY issue_id
