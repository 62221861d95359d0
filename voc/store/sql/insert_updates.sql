-- Leave a trace of contacts whose content changes: which columns, and what they held, as JSON.
INSERT INTO updates (contact_id, sequence, updated_at, changed, before)
SELECT
    old.contact_id,
    new.sequence,
    $at,
    list_filter(
        [
            CASE WHEN old.text IS DISTINCT FROM new.text THEN 'text' END,
            CASE WHEN old.occurred_at IS DISTINCT FROM new.occurred_at THEN 'occurred_at' END,
            CASE WHEN old.customer_id IS DISTINCT FROM new.customer_id THEN 'customer' END,
            CASE WHEN old.agent_id IS DISTINCT FROM new.agent_id THEN 'agent' END,
            CASE WHEN old.rating IS DISTINCT FROM new.rating THEN 'rating' END,
            CASE WHEN old.product IS DISTINCT FROM new.product THEN 'product' END,
            CASE WHEN old.department IS DISTINCT FROM new.department THEN 'department' END,
            CASE WHEN old.touchpoint IS DISTINCT FROM new.touchpoint THEN 'touchpoint' END,
            CASE WHEN old.minutes IS DISTINCT FROM new.minutes THEN 'minutes' END,
            CASE WHEN old.language IS DISTINCT FROM new.language THEN 'language' END
        ],
        lambda name: name IS NOT NULL
    ),
    to_json({
        'occurred_at': old.occurred_at, 'text': old.text, 'rating': old.rating, 'product': old.product,
        'department': old.department, 'touchpoint': old.touchpoint, 'minutes': old.minutes,
        'language': old.language
    })::VARCHAR
FROM contacts AS old
JOIN changed_contacts AS new ON new.contact_id = old.contact_id
ORDER BY old.contact_id
