-- Built beside the traffic, each in a step of its own, outside a transaction.
CREATE INDEX CONCURRENTLY IF NOT EXISTS outbox_campaign_next ON outbox (campaign_id, due_at) WHERE campaign_id IS NOT NULL AND state IN ('planned', 'claimed');
CREATE INDEX CONCURRENTLY IF NOT EXISTS handoffs_open ON handoffs (opened_at, id) WHERE closed_at IS NULL;
