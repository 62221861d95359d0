-- The warehouse's tables.
--
-- No primary keys: DuckDB checks them too early when a row is deleted and inserted again in one
-- transaction. One row a contact, a mention, a cached text is kept by the statements that write.
CREATE TABLE IF NOT EXISTS warehouse_version (version INTEGER);

CREATE TABLE IF NOT EXISTS batches (
    -- What one file gave. `sequence` counts the files in the order they were taken in. A large file is
    -- committed in parts: after a kill the next run goes on after the parts that are counted here.
    sequence BIGINT, source VARCHAR, file VARCHAR, digest VARCHAR, fingerprint VARCHAR,
    received BIGINT, stored BIGINT, updated BIGINT, duplicate BIGINT, quarantined BIGINT, erased BIGINT,
    is_refused BOOLEAN, -- the whole file was: it is tried again when its source's settings change
    part_count BIGINT, is_complete BOOLEAN,
    columns VARCHAR[], -- the names that the file's columns have
    cursor VARCHAR, -- of a query: the last value of its cursor column
    taken_at TIMESTAMPTZ
);

CREATE TABLE IF NOT EXISTS quarantine (
    sequence BIGINT, position BIGINT, -- the batch, and the row's place among its refusals
    source VARCHAR, file VARCHAR, "row" BIGINT, field VARCHAR, reason VARCHAR,
    source_id VARCHAR, content VARCHAR, -- redacted; null where the row was not parsed, or was forgotten
    customer_id VARCHAR, -- pseudonym, so that the row can be forgotten
    mended_at TIMESTAMPTZ -- when the row was taken in after all; null while it stands refused
);

CREATE TABLE IF NOT EXISTS contacts (
    contact_id VARCHAR, source VARCHAR, source_id VARCHAR, channel VARCHAR, occurred_at TIMESTAMPTZ,
    language VARCHAR, customer_id VARCHAR, agent_id VARCHAR, rating DOUBLE, rating_scale VARCHAR,
    product VARCHAR, department VARCHAR, touchpoint VARCHAR, minutes DOUBLE, is_forwarded BOOLEAN,
    text VARCHAR, content_hash VARCHAR,
    sequence BIGINT -- the batch that its present content came with
);

-- The trace of an update: what a contact was before, as JSON of its redacted columns that changed.
CREATE TABLE IF NOT EXISTS updates (
    contact_id VARCHAR, sequence BIGINT, updated_at TIMESTAMPTZ, changed VARCHAR[], before VARCHAR
);

-- Contacts that were deleted at their source, by a tombstone file; they do not come back.
CREATE TABLE IF NOT EXISTS withdrawn (contact_id VARCHAR, source VARCHAR, sequence BIGINT, withdrawn_at TIMESTAMPTZ);

-- How many stored contacts of a source were taken out, and why, so that the accounts can be checked
-- against what is stored: forgotten, expired, withdrawn.
CREATE TABLE IF NOT EXISTS removals (source VARCHAR, reason VARCHAR, contact_count BIGINT, removed_at TIMESTAMPTZ);

-- Contacts already split into mentions, those that say nothing included.
CREATE TABLE IF NOT EXISTS splits (contact_id VARCHAR);

CREATE TABLE IF NOT EXISTS mentions (
    mention_id VARCHAR, contact_id VARCHAR, ordinal BIGINT, language VARCHAR, text VARCHAR,
    spans STRUCT("start" BIGINT, "end" BIGINT)[], -- where its words stand in the contact's text
    text_key VARCHAR
);

-- A text is embedded once in its life by each model; `vector` holds float32 in the machine's order.
CREATE TABLE IF NOT EXISTS embeddings (model VARCHAR, text_key VARCHAR, vector BLOB);

-- Which issue a mention was given, by which method, as of when; `to_at` is null for what holds now, and
-- `from_event` is the ledger's last event when it was told.
CREATE TABLE IF NOT EXISTS assignments (
    mention_id VARCHAR, issue_id VARCHAR, similarity DOUBLE, method VARCHAR,
    from_at TIMESTAMPTZ, to_at TIMESTAMPTZ, from_event BIGINT
);

-- What a mention's own words say it is to the company, as `version` reads it; `said` is its text's digest.
CREATE TABLE IF NOT EXISTS mention_meanings (version VARCHAR, mention_id VARCHAR, said VARCHAR, scores BLOB);

CREATE TABLE IF NOT EXISTS mention_kinds (
    mention_id VARCHAR, kind VARCHAR, opportunity VARCHAR, confidence DOUBLE, reason VARCHAR
);

-- What was delivered to divide by (orders, customers, invoices): the day or the first day of the week that a row
-- is for. A later row for the same day wins.
CREATE TABLE IF NOT EXISTS exposures (name VARCHAR, day DATE, value DOUBLE);

-- What the files of an exposure gave when they were last read, and the rows that were refused.
CREATE TABLE IF NOT EXISTS exposure_accounts (
    name VARCHAR, received BIGINT, stored BIGINT, quarantined BIGINT, last_file VARCHAR, read_at TIMESTAMPTZ
);
CREATE TABLE IF NOT EXISTS exposure_refusals (
    name VARCHAR, position BIGINT, file VARCHAR, "row" BIGINT, field VARCHAR, reason VARCHAR
);

CREATE TABLE IF NOT EXISTS minings (sequence BIGINT, as_of TIMESTAMPTZ, record VARCHAR);
