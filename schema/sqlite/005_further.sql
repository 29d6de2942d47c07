-- What came after campaigns. Each change has a default that means what the program before took for granted.

-- Jobs: a campaign whose steps a person releases. Its state stays 'draft', so that a program of the version before, which knows no
-- jobs, plans and sends nothing of it.

ALTER TABLE campaigns ADD COLUMN release_by TEXT NOT NULL DEFAULT 'time' CHECK (release_by IN ('time', 'jobs')); -- what lets its steps go

CREATE TABLE jobs (
    id          INTEGER PRIMARY KEY,
    campaign_id INTEGER NOT NULL REFERENCES campaigns(id),
    step_id     INTEGER NOT NULL REFERENCES campaign_steps(id),
    selection   TEXT NOT NULL CHECK (selection IN
        ('send_all', 'send_selected', 'draft_all', 'draft_selected', 'draft_selected_send_rest')),
    force       INTEGER NOT NULL,              -- also remind whom we have reminded already
    busy        TEXT NOT NULL CHECK (busy IN ('wait', 'switch', 'fail')), -- when its accounts are another job's
    state       TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
    reason      TEXT,                          -- of the state
    starts_at   INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    begun_at    INTEGER,
    ended_at    INTEGER
) STRICT;
CREATE INDEX jobs_open ON jobs (starts_at, id) WHERE state IN ('pending', 'running');
CREATE INDEX jobs_of_campaign ON jobs (campaign_id, id);

-- The accounts that a job has to itself while it runs.
CREATE TABLE job_accounts (
    job_id     INTEGER NOT NULL REFERENCES jobs(id),
    account_id INTEGER NOT NULL REFERENCES accounts(id),
    PRIMARY KEY (job_id, account_id)
) STRICT;
CREATE INDEX job_accounts_of_account ON job_accounts (account_id, job_id);

-- What becomes of each lead in a job; the mails themselves are rows of outbox.
CREATE TABLE job_leads (
    job_id     INTEGER NOT NULL REFERENCES jobs(id),
    lead_id    INTEGER NOT NULL REFERENCES campaign_leads(id) ON DELETE CASCADE,
    delivery   TEXT NOT NULL CHECK (delivery IN ('send', 'draft')),
    account_id INTEGER REFERENCES accounts(id), -- its sender, where it has one
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'under_way', 'done', 'skipped', 'error')),
    reason     TEXT,                           -- of the state
    PRIMARY KEY (job_id, lead_id)
) STRICT;
CREATE INDEX job_leads_waiting ON job_leads (job_id, account_id, lead_id) WHERE state = 'waiting';
CREATE INDEX job_leads_under_way ON job_leads (job_id, lead_id) WHERE state = 'under_way';
CREATE INDEX job_leads_of_lead ON job_leads (lead_id);

ALTER TABLE campaigns ADD COLUMN job_id INTEGER; -- of jobs: the one that runs; NULL: none
ALTER TABLE outbox ADD COLUMN job_id INTEGER REFERENCES jobs(id); -- that released it
ALTER TABLE outbox ADD COLUMN as_draft INTEGER NOT NULL DEFAULT 0; -- it goes to Drafts, and a person sends it

-- The sequence that answers interested replies to a campaign, such as the one mail with a link to a calendar; NULL: the one that
-- answers by default. A program of the version before answers with that.
ALTER TABLE campaigns ADD COLUMN answer_id INTEGER REFERENCES sequences(id);
