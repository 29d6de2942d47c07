-- Built beside the traffic, each in a step of its own, outside a transaction.
CREATE INDEX CONCURRENTLY IF NOT EXISTS outbox_of_lead ON outbox (lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS outbox_of_campaign ON outbox (campaign_id, in_doubt_at) WHERE campaign_id IS NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS outbox_campaign_open ON outbox (account_id) WHERE campaign_id IS NOT NULL AND state IN ('planned', 'claimed');
CREATE INDEX CONCURRENTLY IF NOT EXISTS messages_of_group ON messages (group_id, to_address) WHERE group_id IS NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS messages_unjudged ON messages (account_id, uid) WHERE direction = 'outbound' AND outreach IS NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS outbox_for_person ON outbox (account_id) WHERE state = 'needs_human';
