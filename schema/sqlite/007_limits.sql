-- What people say about limits. A program of the version before knows none of it: it counts all 24 hours, and a batch as its
-- command says.

-- From when the account's own limit counts its mails, where a person let the count begin anew. NULL: those of the last 24 hours.
ALTER TABLE accounts ADD COLUMN limit_from INTEGER;

-- Mails of the campaign that leave in one run for cron. NULL: as many as the run may send.
ALTER TABLE campaigns ADD COLUMN batch_size INTEGER CHECK (batch_size >= 1);

-- The mail of a campaign that leaves next.
CREATE INDEX outbox_campaign_next ON outbox (campaign_id, due_at) WHERE campaign_id IS NOT NULL AND state IN ('planned', 'claimed');
