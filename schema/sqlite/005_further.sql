-- Further: what came after campaigns. Each part has its own section; a process of the version before goes on working on this schema.

-- Replies that lie in another mailbox before the mail that they answer has come to Sent: the ids that such mail names, for a few days.
CREATE TABLE unlinked_elsewhere (
    account_id    INTEGER NOT NULL REFERENCES accounts(id),
    mailbox       TEXT NOT NULL,
    referenced_id TEXT NOT NULL,
    noted_at      INTEGER NOT NULL,
    PRIMARY KEY (account_id, mailbox, referenced_id)
) STRICT;
CREATE INDEX unlinked_elsewhere_named ON unlinked_elsewhere (referenced_id);

-- Ways out.

-- Accounts that send over Gmail's web interface. A column's CHECK cannot be changed, so the column is made anew.
ALTER TABLE accounts RENAME COLUMN outlet TO earlier_outlet;
ALTER TABLE accounts ADD COLUMN outlet TEXT NOT NULL DEFAULT 'smtp'
    CHECK (outlet IN ('none', 'smtp', 'ses', 'gmail_api'));
UPDATE accounts SET outlet = earlier_outlet;
ALTER TABLE accounts DROP COLUMN earlier_outlet;

-- Mails in any 24 hours that the account's provider allows; NULL: nobody said.
ALTER TABLE accounts ADD COLUMN provider_limit INTEGER CHECK (provider_limit >= 0);

-- The desk: people and failed mails are found by key, however many there are.
CREATE INDEX outbox_failed ON outbox (due_at) WHERE state IN ('rejected', 'needs_human');

-- Alerts: who is told, and what they are told, each once. Its own outbox: no alert waits for mail, and no mail for an alert.
CREATE TABLE alert_targets (
    id            INTEGER PRIMARY KEY,
    kind          TEXT NOT NULL CHECK (kind IN ('webhook', 'slack', 'discord', 'teams')),
    address       TEXT NOT NULL,             -- a URL, which is a secret for all kinds but webhook
    secret        BLOB,                      -- with which a webhook is signed
    created_at    INTEGER NOT NULL,         -- what had happened before is not told
    failing_since INTEGER,                  -- since when nothing has arrived
    failure       TEXT,                      -- of the last try, for people
    disabled_at   INTEGER,                  -- after days of failures, or because the receiver said so
    UNIQUE (kind, address)
) STRICT;
CREATE TABLE alerts (
    id           INTEGER PRIMARY KEY,
    target_id    INTEGER NOT NULL REFERENCES alert_targets(id) ON DELETE CASCADE,
    event        TEXT NOT NULL CHECK (event IN ('handoff_opened', 'handoff_aged', 'account_failing', 'campaign_paused',
        'sending_stopped', 'send_in_doubt', 'test')),
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
CREATE INDEX alerts_due ON alerts (due_at) WHERE state = 'pending';
CREATE INDEX alerts_told ON alerts (target_id, event, delivered_at) WHERE state = 'delivered';

-- Jobs: a campaign whose steps a person releases. Its state stays 'draft', so that a program of the version before, which knows no
-- jobs, plans and sends nothing of it.

ALTER TABLE campaigns ADD COLUMN release_by TEXT NOT NULL DEFAULT 'time' CHECK (release_by IN ('time', 'jobs')) -- what lets its steps go
    CHECK (release_by = 'time' OR state <> 'active'); -- nor can that program start it

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
