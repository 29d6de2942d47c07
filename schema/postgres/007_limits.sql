-- What people say about limits. A program of the version before knows none of it: it counts all 24 hours, a batch as its command
-- says, and keeps to no ramp-up.

-- From when the account's own limit counts its mails, where a person let the count begin anew. NULL: those of the last 24 hours.
ALTER TABLE accounts ADD COLUMN limit_from timestamptz;

-- Mails of the campaign that leave in one run for cron. NULL: as many as the run may send.
ALTER TABLE campaigns ADD COLUMN batch_size integer CHECK (batch_size >= 1);

-- Each account of the campaign begins with so many mails of campaigns on a date, and gets more after each date with mail. NULL: it
-- need not.
ALTER TABLE campaigns ADD COLUMN ramp_start integer CHECK (ramp_start >= 1);
ALTER TABLE campaigns ADD COLUMN ramp_step integer CHECK (ramp_step >= 0);

-- A job that failed is no campaign that paused.
ALTER TABLE alerts
    DROP CONSTRAINT alerts_event_check,
    ADD CONSTRAINT alerts_event_check CHECK (event IN ('handoff_opened', 'handoff_aged', 'account_failing', 'campaign_paused',
    'job_failed', 'sending_stopped', 'send_in_doubt', 'test'));
UPDATE alerts SET event = 'job_failed' WHERE event = 'campaign_paused' AND key LIKE 'job %';
