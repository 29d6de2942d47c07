-- What people say about limits. A program of the version before knows none of it: it counts all 24 hours, a batch as its command
-- says, and keeps to no ramp-up.

-- From when the account's own limit counts its mails, where a person let the count begin anew. NULL: those of the last 24 hours.
ALTER TABLE accounts ADD COLUMN limit_from INTEGER;

-- Mails of the campaign that leave in one run for cron. NULL: as many as the run may send.
ALTER TABLE campaigns ADD COLUMN batch_size INTEGER CHECK (batch_size >= 1);

-- Each account of the campaign begins with so many mails of campaigns on a date, and gets more after each date with mail. NULL: it
-- need not.
ALTER TABLE campaigns ADD COLUMN ramp_start INTEGER CHECK (ramp_start >= 1);
ALTER TABLE campaigns ADD COLUMN ramp_step INTEGER CHECK (ramp_step >= 0);

-- The mail of a campaign that leaves next.
CREATE INDEX outbox_campaign_next ON outbox (campaign_id, due_at) WHERE campaign_id IS NOT NULL AND state IN ('planned', 'claimed');

-- A job that failed is no campaign that paused. A column's CHECK cannot be changed, so the table is made anew.
ALTER TABLE alerts RENAME TO earlier_alerts;
CREATE TABLE alerts (
    id           INTEGER PRIMARY KEY,
    target_id    INTEGER NOT NULL REFERENCES alert_targets(id) ON DELETE CASCADE,
    event        TEXT NOT NULL CHECK (event IN ('handoff_opened', 'handoff_aged', 'account_failing', 'campaign_paused',
        'job_failed', 'sending_stopped', 'send_in_doubt', 'test')),
    key          TEXT NOT NULL,              -- what it is about: told once
    title        TEXT NOT NULL,
    at           INTEGER NOT NULL,          -- when it happened
    batch        INTEGER,                      -- the first of those that are told in one message; they share its tries
    state        TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
    due_at       INTEGER NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    delivered_at INTEGER,
    UNIQUE (target_id, event, key)
) STRICT;
INSERT INTO alerts (id, target_id, event, key, title, at, batch, state, due_at, attempts, delivered_at)
SELECT id, target_id, CASE WHEN event = 'campaign_paused' AND key LIKE 'job %' THEN 'job_failed' ELSE event END, key, title, at,
    batch, state, due_at, attempts, delivered_at FROM earlier_alerts;
DROP TABLE earlier_alerts;
CREATE INDEX alerts_due ON alerts (due_at) WHERE state = 'pending';
CREATE INDEX alerts_told ON alerts (target_id, event, delivered_at) WHERE state = 'delivered';

-- The desk: whom somebody waits for, the longest first.
CREATE INDEX handoffs_open ON handoffs (opened_at, id) WHERE closed_at IS NULL;
