-- What contacts of kind simple say, in their own words, from a week on: the material for answers to publish.
-- Agents' notes are left out, since their words are not the customer's.
--
-- Reads    mentions, contacts, search_vectors
-- Returns  one row a mention, by contact and place in it: mention_id, contact_id, language, text, text_key, issue_id,
--          vector (in the direction of its meaning)
SELECT mentions.mention_id, mentions.contact_id, mentions.language, mentions.text, text_key, issue_id,
       vector::FLOAT[] AS vector
FROM mentions
JOIN contacts ON contacts.contact_id = mentions.contact_id
JOIN search_vectors ON search_vectors.mention_id = mentions.mention_id
WHERE contacts.kind = 'simple' AND contacts.channel <> 'agent_note' AND contacts.week BETWEEN $first AND $last
  AND issue_id IS NOT NULL AND length(mentions.text) BETWEEN 12 AND 180
ORDER BY mentions.contact_id, mentions.ordinal
