-- Built beside the traffic, each in a step of its own, outside a transaction.
-- The desk: people and failed mails are found by key, however many there are.
CREATE INDEX CONCURRENTLY IF NOT EXISTS contacts_by_address ON contacts (address COLLATE "C");
CREATE INDEX CONCURRENTLY IF NOT EXISTS outbox_failed ON outbox (due_at) WHERE state IN ('rejected', 'needs_human');
