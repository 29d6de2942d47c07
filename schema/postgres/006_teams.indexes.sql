-- Built beside the traffic, each in a step of its own, outside a transaction.
-- Leads by page: campaign_leads_state knows no order within a state, and can go once no program of the version before runs.
CREATE INDEX CONCURRENTLY IF NOT EXISTS outbox_of_variant ON outbox (variant_id, in_doubt_at) WHERE variant_id IS NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS handoffs_of_thread ON handoffs (thread_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS campaign_leads_page ON campaign_leads (campaign_id, state, id);
