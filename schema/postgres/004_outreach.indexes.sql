-- Built beside the traffic, each in a step of its own, outside a transaction.
CREATE INDEX CONCURRENTLY IF NOT EXISTS messages_of_group ON messages (group_id, to_address) WHERE group_id IS NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS messages_unjudged ON messages (account_id, uid) WHERE direction = 'outbound' AND outreach IS NULL;
