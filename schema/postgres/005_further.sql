-- Further: what came after campaigns. Each part has its own section; a process of the version before goes on working on this schema.

-- Replies that lie in another mailbox before the mail that they answer has come to Sent: the ids that such mail names, for a few days.
CREATE TABLE unlinked_elsewhere (
    account_id    bigint NOT NULL REFERENCES accounts(id),
    mailbox       text NOT NULL,
    referenced_id text NOT NULL,
    noted_at      timestamptz NOT NULL,
    PRIMARY KEY (account_id, mailbox, referenced_id)
);
CREATE INDEX unlinked_elsewhere_named ON unlinked_elsewhere (referenced_id);

-- Ways out.

-- Accounts that send over Gmail's web interface.
ALTER TABLE accounts
    DROP CONSTRAINT accounts_outlet_check,
    ADD CONSTRAINT accounts_outlet_check CHECK (outlet IN ('none', 'smtp', 'ses', 'gmail_api'));

-- Mails in any 24 hours that the account's provider allows; NULL: nobody said.
ALTER TABLE accounts ADD COLUMN provider_limit integer CHECK (provider_limit >= 0);

-- Alerts: who is told, and what they are told, each once. Its own outbox: no alert waits for mail, and no mail for an alert.
CREATE TABLE alert_targets (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind          text NOT NULL CHECK (kind IN ('webhook', 'slack', 'discord', 'teams')),
    address       text NOT NULL,             -- a URL, which is a secret for all kinds but webhook
    secret        bytea,                      -- with which a webhook is signed
    created_at    timestamptz NOT NULL,         -- what had happened before is not told
    failing_since timestamptz,                  -- since when nothing has arrived
    failure       text,                      -- of the last try, for people
    disabled_at   timestamptz,                  -- after days of failures, or because the receiver said so
    UNIQUE (kind, address)
);
CREATE TABLE alerts (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    target_id    bigint NOT NULL REFERENCES alert_targets(id) ON DELETE CASCADE,
    event        text NOT NULL CHECK (event IN ('handoff_opened', 'handoff_aged', 'account_failing', 'campaign_paused',
        'sending_stopped', 'send_in_doubt', 'test')),
    key          text NOT NULL,              -- what it is about: told once
    title        text NOT NULL,
    at           timestamptz NOT NULL,          -- when it happened
    batch        bigint,                      -- the first of those that are told in one message; they share its tries
    state        text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
    due_at       timestamptz NOT NULL,
    attempts     integer NOT NULL DEFAULT 0,
    delivered_at timestamptz,
    UNIQUE (target_id, event, key)
);
CREATE INDEX alerts_due ON alerts (due_at) WHERE state = 'pending';
CREATE INDEX alerts_told ON alerts (target_id, event, delivered_at) WHERE state = 'delivered';
