-- Was it solved, how was I treated, was the first answer right?
--
-- Reads    answers_given
-- Returns  all contacts (issue_id null) and then each issue, one row a question, witness and scale: ANSWERS_GIVEN
SELECT issue_id, question, witness, scale, count, customer_count, yes_count, yes_share, yes_low, yes_high, of_count,
       reason, no_contact_ids
FROM answers_given
ORDER BY issue_id NULLS FIRST, question, witness, scale NULLS FIRST
