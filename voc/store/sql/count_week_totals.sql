-- All contacts of each week, for the headline figures.
--
-- Reads    contacts, contact_issues
-- Returns  one row a week that has contacts, in order: week, contacts, customers (a contact without one counts as
--          one), repeat_rate (0 to 1, of contacts with a known customer; or null), avoidable_share (avoidable and
--          repeat, of contacts with a kind; or null), cost, unassigned_share (0 to 1)
WITH assigned AS (SELECT DISTINCT contact_id FROM contact_issues)
SELECT
    week,
    count(*)::BIGINT AS contacts,
    count(DISTINCT coalesce('k' || customer_id, 'c' || contacts.contact_id))::BIGINT AS customers,
    avg(is_repeat::INTEGER) FILTER (customer_id IS NOT NULL) AS repeat_rate,
    avg((kind IN ('avoidable', 'repeat'))::INTEGER) AS avoidable_share,
    (sum(round(cost * 10000)::BIGINT) / 10000)::DOUBLE AS cost, -- whole hundredths of a cent add up exactly
    avg((assigned.contact_id IS NULL)::INTEGER) AS unassigned_share
FROM contacts LEFT JOIN assigned ON assigned.contact_id = contacts.contact_id
GROUP BY week
ORDER BY week
