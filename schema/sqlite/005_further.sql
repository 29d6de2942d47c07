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
