-- Campaigns: who is written to first, with what, and when. Their mails are rows of outbox like all others. A process of the version
-- before goes on working on this schema: it plans no campaign, and every new column has a default that means what it knew.

-- What a mail says, in versions that never change: an edit makes a new one.
CREATE TABLE templates (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text NOT NULL,
    version    integer NOT NULL CHECK (version >= 1),
    subject    text,                           -- NULL: the conversation's own
    body_text  text,
    body_html  text,
    created_at timestamptz NOT NULL,
    UNIQUE (name, version),
    CHECK (body_text IS NOT NULL OR body_html IS NOT NULL)
);

CREATE TABLE campaigns (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name              text NOT NULL UNIQUE,
    sequence_id       bigint NOT NULL REFERENCES sequences(id), -- its mails belong to it in outbox
    state             text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'active', 'paused', 'completed', 'archived')),
    reason            text,                    -- of the state
    version           bigint NOT NULL DEFAULT 1, -- bumped by every edit; compared at the final dot
    zone              text NOT NULL,           -- as tzdata calls it
    hours             text NOT NULL,           -- 'mon 09:00-12:00,13:00-17:00; tue 09:00-17:00'; empty: always
    holidays          text NOT NULL,           -- '2026-12-25 2026-12-26'
    daily_limit       integer CHECK (daily_limit >= 0),
    new_leads_per_day integer CHECK (new_leads_per_day >= 0),
    gap_min_seconds   bigint NOT NULL CHECK (gap_min_seconds >= 0),
    gap_max_seconds   bigint NOT NULL,
    pause_every       integer CHECK (pause_every >= 1), -- mails before a longer pause; NULL: never
    pause_min_seconds bigint NOT NULL CHECK (pause_min_seconds >= 0),
    pause_max_seconds bigint NOT NULL,
    min_wait_seconds  bigint NOT NULL CHECK (min_wait_seconds >= 0), -- between two people of a lead
    max_lateness_seconds bigint CHECK (max_lateness_seconds > 0), -- later than this a person decides; NULL: never too late
    busy              text NOT NULL CHECK (busy IN ('wait', 'switch', 'fail')),
    reply_policy      text NOT NULL DEFAULT 'answer' CHECK (reply_policy IN ('answer')),
    started_at        timestamptz,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL
);

CREATE TABLE campaign_accounts (
    campaign_id bigint NOT NULL REFERENCES campaigns(id),
    account_id  bigint NOT NULL REFERENCES accounts(id),
    weight      integer NOT NULL CHECK (weight >= 0), -- share of new leads; 0: goes on with those it has
    daily_limit integer CHECK (daily_limit >= 0), -- of this account for this campaign, in any 24 h
    signature   text,
    leads_taken bigint NOT NULL DEFAULT 0, -- leads that it writes to
    PRIMARY KEY (campaign_id, account_id)
);

-- A step keeps its id when others are added, moved or taken away.
CREATE TABLE campaign_steps (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    campaign_id   bigint NOT NULL REFERENCES campaigns(id),
    name          text NOT NULL,
    position      integer NOT NULL CHECK (position >= 1),
    delay_days    integer CHECK (delay_days >= 0), -- the same time on the wall so many dates later
    delay_seconds bigint CHECK (delay_seconds >= 0),
    template_id   bigint NOT NULL REFERENCES templates(id),
    retired       boolean NOT NULL DEFAULT false,
    UNIQUE (campaign_id, name),
    CHECK ((delay_days IS NULL) <> (delay_seconds IS NULL))
);

CREATE TABLE imports (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    campaign_id  bigint NOT NULL REFERENCES campaigns(id),
    file_name    text NOT NULL,
    sha256       text NOT NULL,
    state        text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'finished')),
    byte_offset  bigint NOT NULL DEFAULT 0,    -- everything before it is imported
    line         integer NOT NULL DEFAULT 1,
    row_number   integer NOT NULL DEFAULT 1,
    encoding     text,
    delimiter    text,
    added        bigint NOT NULL DEFAULT 0,
    duplicates   bigint NOT NULL DEFAULT 0,    -- in the file or in the campaign already
    suppressed   bigint NOT NULL DEFAULT 0,    -- everybody of the row is
    faulty       bigint NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL,
    finished_at  timestamptz,
    UNIQUE (campaign_id, sha256)
);

-- The queue of a campaign. Only its near future stands in outbox.
CREATE TABLE campaign_leads (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    campaign_id bigint NOT NULL REFERENCES campaigns(id),
    contact_id  bigint NOT NULL REFERENCES contacts(id), -- its first person
    state       text NOT NULL DEFAULT 'pending' CHECK (state IN
        ('pending', 'active', 'needs_data', 'held', 'finished', 'replied', 'stopped', 'failed')),
    reason      text,                          -- of the state
    next_due_at timestamptz,                   -- its next mail; NULL when there is none
    awaits_turn boolean NOT NULL DEFAULT false, -- something happened: what follows is to be worked out
    account_id  bigint REFERENCES accounts(id), -- its sender, fixed with its first mail
    fields      jsonb NOT NULL DEFAULT '{}',
    import_id   bigint REFERENCES imports(id),
    import_row  integer,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    UNIQUE (campaign_id, contact_id),
    UNIQUE (import_id, import_row)
);
CREATE INDEX campaign_leads_new ON campaign_leads (campaign_id, next_due_at, id)
    WHERE account_id IS NULL AND state IN ('pending', 'active');
CREATE INDEX campaign_leads_due ON campaign_leads (campaign_id, account_id, next_due_at, id)
    WHERE account_id IS NOT NULL AND state IN ('pending', 'active');
CREATE INDEX campaign_leads_turn ON campaign_leads (campaign_id, id) WHERE awaits_turn;
CREATE INDEX campaign_leads_state ON campaign_leads (campaign_id, state);

CREATE TABLE lead_recipients (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lead_id           bigint NOT NULL REFERENCES campaign_leads(id),
    position          integer NOT NULL CHECK (position >= 1),
    contact_id        bigint NOT NULL REFERENCES contacts(id),
    fields            jsonb NOT NULL DEFAULT '{}', -- first_name, last_name, …
    thread_id         bigint REFERENCES email_threads(id),
    status            text NOT NULL DEFAULT 'not_contacted' CHECK (status IN
        ('not_contacted', 'contacted', 'replied', 'bounced', 'opted_out')),
    last_step_id      bigint REFERENCES campaign_steps(id),
    last_contacted_at timestamptz,
    UNIQUE (lead_id, position)
);
CREATE INDEX lead_recipients_contact ON lead_recipients (contact_id);
CREATE INDEX lead_recipients_thread ON lead_recipients (thread_id) WHERE thread_id IS NOT NULL;

ALTER TABLE outbox
    ADD COLUMN campaign_id bigint REFERENCES campaigns(id),
    ADD COLUMN campaign_version bigint,        -- that it was planned by
    ADD COLUMN lead_id bigint REFERENCES campaign_leads(id),
    ADD COLUMN recipient_id bigint REFERENCES lead_recipients(id),
    ADD COLUMN campaign_step_id bigint REFERENCES campaign_steps(id),
    ADD COLUMN template_id bigint REFERENCES templates(id),
    ADD COLUMN subject text,                   -- what it says, rendered when it was planned
    ADD COLUMN body_text text,
    ADD COLUMN body_html text,
    ADD COLUMN gap_seconds bigint NOT NULL DEFAULT 0, -- since the account's mail before
    ADD COLUMN leave_until timestamptz;        -- its window closes; later it is planned anew
-- Nobody gets a step twice.
CREATE UNIQUE INDEX outbox_step_once ON outbox (recipient_id, campaign_step_id)
    WHERE recipient_id IS NOT NULL AND state <> 'cancelled';
