-- Built beside the traffic, each in a step of its own, outside a transaction.
-- The desk: the leads of a campaign are shown by state and key, however many there are.
CREATE INDEX CONCURRENTLY IF NOT EXISTS campaign_leads_by_key ON campaign_leads (campaign_id, state, id);
