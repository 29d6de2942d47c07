-- Failures belong to whom they concern. A process of the version before goes on working on this schema: it does not know that
-- an account waits, and asks its server as before.

ALTER TABLE accounts
    ADD COLUMN failures integer NOT NULL DEFAULT 0,  -- of sending, since its server last took a mail
    ADD COLUMN blocked_until timestamptz,            -- it waits by itself after them; paused_until is a person's
    ADD COLUMN block_reason text,
    ADD COLUMN bounces_from timestamptz,             -- a person let it send again: what bounced before does not count
    ADD COLUMN marked_at timestamptz,                -- this installation put its mark into Sent
    ADD COLUMN rival text,                           -- another installation whose mark lies there: nothing is sent
    ADD COLUMN rivals_from timestamptz;              -- a person let this one take over: older marks do not count

-- Names this installation in the mailboxes that it watches.
ALTER TABLE instance ADD COLUMN installation text;

-- The server, a bounce or a complaint said that the recipient takes or wants no such mail.
ALTER TABLE outbox ADD COLUMN bounced_at timestamptz;
CREATE INDEX outbox_bounced ON outbox (account_id, bounced_at) WHERE bounced_at IS NOT NULL;

-- Replies are found wherever they lie. A process of the version before goes on working on this schema.

-- How far the mailboxes beside Inbox and Sent have been looked into: archives, folders of rules, Junk.
CREATE TABLE other_mailboxes (
    account_id  bigint NOT NULL REFERENCES accounts(id),
    mailbox     text NOT NULL,
    uidvalidity bigint NOT NULL,
    next_uid    bigint NOT NULL, -- mail below it was looked at
    look_again  integer NOT NULL DEFAULT 0, -- how often it was asked to, because what was passed over may concern us by now
    attempted_uid bigint,        -- the first of the messages that are being read, until they are stored
    attempts    integer NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, mailbox)
);

-- A message of another mailbox has uidvalidity 0, which no mailbox has, and a number of its own as uid.
ALTER TABLE messages
    ADD COLUMN found_in text, -- the mailbox; NULL: the one of its role
    ADD COLUMN only_for_person boolean NOT NULL DEFAULT false; -- it lay among Junk or Trash

-- Which mail that we sent counts as outreach, and who says so. A process of the version before goes on working on this
-- schema: what it writes has no verdict yet, and gets one later.

-- By which rule the Sent of an account was judged last; NULL: by none.
ALTER TABLE accounts ADD COLUMN outreach_rule text;

-- Mails of one account that say the same.
CREATE TABLE outreach_groups (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts(id),
    sketch     bytea NOT NULL,                 -- of the first text: hashes of its pairs of words, never the text
    subject    text NOT NULL,                  -- of the first mail
    outreach   boolean NOT NULL DEFAULT false, -- whether a reply to its mails may be answered
    verdict    text CHECK (verdict IN ('accepted', 'refused')), -- a person's; NULL: nobody was asked
    first_at   timestamptz NOT NULL,
    last_at    timestamptz NOT NULL
);
CREATE INDEX outreach_groups_recent ON outreach_groups (account_id, last_at);

ALTER TABLE messages
    ADD COLUMN outreach boolean,               -- of mail that we sent: whether it counts; NULL: not judged yet
    ADD COLUMN outreach_reason text CHECK (outreach_reason IN
        ('mosaic', 'all', 'similar', 'blind', 'marked', 'accepted', 'refused', 'alone', 'too_short', 'unread', 'answers',
         'own_domain', 'unmarked')),
    ADD COLUMN group_id bigint REFERENCES outreach_groups(id),
    ADD COLUMN recipients text;                -- of mail that we sent: everybody it went to, separated by spaces

-- Ids under which a provider keeps or sends mails of ours instead of the ones that we gave them.
CREATE TABLE mail_aliases (
    alias     text PRIMARY KEY,
    outbox_id bigint NOT NULL REFERENCES outbox(id),
    noted_at  timestamptz NOT NULL
);
CREATE INDEX mail_aliases_of_mail ON mail_aliases (outbox_id);

-- How sure a contact is, and what a number may be whose country nothing decides: 'PH +639177654321, NG +2349177654321'. What an
-- older program writes is certain, as it took for granted.
ALTER TABLE contact_details ADD COLUMN confidence double precision NOT NULL DEFAULT 1;
ALTER TABLE contact_details ADD COLUMN why text NOT NULL DEFAULT '';
ALTER TABLE contact_details ADD COLUMN candidates text NOT NULL DEFAULT '';

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
    reply_policy      text NOT NULL DEFAULT 'answer' CHECK (reply_policy IN ('answer', 'hand_off')),
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
-- Nobody gets a step twice, whichever leads they belong to. What was refused has not arrived: a person may let it be tried again.
CREATE UNIQUE INDEX outbox_step_once ON outbox (contact_id, campaign_step_id)
    WHERE campaign_step_id IS NOT NULL AND state NOT IN ('cancelled', 'rejected');

-- What the settings said of the account's state at the last start. Only what they say anew changes the state: a person's
-- `mosaic accounts state` outlives restarts.
ALTER TABLE accounts ADD COLUMN settings_state text CHECK (settings_state IN ('observe', 'draft', 'auto'));

-- People's data. Of somebody who was erased nothing is kept but this, so that nobody writes to them again.
CREATE TABLE erased_addresses (
    mark      text PRIMARY KEY,  -- HMAC-SHA-256 of the address under instance.secret, in hexadecimal
    erased_at timestamptz NOT NULL
);

-- A database that was copied or restored takes a new name, so that it and its original notice each other.
ALTER TABLE instance
    ADD COLUMN home text,         -- the server and database, or the file, that this name belongs to
    ADD COLUMN former_names text NOT NULL DEFAULT ''; -- separated by spaces: marks under these are our own

-- What a lead and a campaign waited for is not their lateness, and a person's time for a mail outlives its row.
ALTER TABLE campaigns ADD COLUMN resumed_at timestamptz;      -- last started: what fell due before is late from then on alone
ALTER TABLE campaign_leads ADD COLUMN released_at timestamptz; -- a person let it go on: likewise
ALTER TABLE campaign_leads ADD COLUMN not_before timestamptz;  -- its next mail: a person or a server's pause said so; NULL once it left

-- What a campaign's mails bring about: harm that pauses it, and answers that end it for a whole company.

ALTER TABLE campaigns
    ADD COLUMN stop_scope text NOT NULL DEFAULT 'lead' CHECK (stop_scope IN ('lead', 'company')), -- whom an answer stops
    ADD COLUMN guard_mails integer NOT NULL DEFAULT 50 CHECK (guard_mails >= 1), -- fewer say nothing
    ADD COLUMN guard_bounces integer CHECK (guard_bounces >= 0),       -- of a thousand mails, each; NULL: not judged
    ADD COLUMN guard_complaints integer CHECK (guard_complaints >= 0),
    ADD COLUMN guard_opt_outs integer CHECK (guard_opt_outs >= 0),
    ADD COLUMN guarded_at timestamptz,  -- harm has paused it; NULL: it has not
    ADD COLUMN guard_from timestamptz;  -- a person started it all the same: what was before does not count

-- The harm that came of a campaign's mail. A complaint is no opt-out besides.
ALTER TABLE outbox
    ADD COLUMN harm text CHECK (harm IN ('bounce', 'complaint', 'opt_out')),
    ADD COLUMN harmed_at timestamptz;
CREATE INDEX outbox_harmed ON outbox (campaign_id, harmed_at) WHERE harm IS NOT NULL;

-- The registrable domain of a person's company; NULL where an equal domain says nothing.
ALTER TABLE lead_recipients ADD COLUMN company text;
CREATE INDEX lead_recipients_company ON lead_recipients (company) WHERE company IS NOT NULL;

-- Accounts that send through Amazon SES.
ALTER TABLE accounts
    DROP CONSTRAINT accounts_outlet_check,
    ADD CONSTRAINT accounts_outlet_check CHECK (outlet IN ('none', 'smtp', 'ses'));

-- Permissions to read and send mail by OAuth, one for each mailbox. Tokens stand here sealed alone: without
-- APP_SECRET_KEY nobody can use them.
CREATE TABLE oauth_tokens (
    account      text PRIMARY KEY,             -- the address, which may be connected before the account is known
    provider     text NOT NULL,                -- google, microsoft
    sealed       bytea NOT NULL,               -- refresh token and access token, AES-GCM
    key_id       text NOT NULL,                -- which APP_SECRET_KEY sealed them
    scope        text NOT NULL,                -- granted, parted by spaces
    expires_at   timestamptz NOT NULL,         -- of the access token
    state        text NOT NULL CHECK (state IN ('live', 'ended')),
    failure      text,                         -- why it ended, for people
    version      bigint NOT NULL,              -- grows with each change
    connected_at timestamptz NOT NULL,
    refreshed_at timestamptz NOT NULL
);

-- The desk: people who log in, where they are logged in, and who did what.
CREATE TABLE users (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text NOT NULL UNIQUE,            -- lower case
    password    text NOT NULL,                   -- $scrypt$ln=…,r=…,p=…$salt$hash
    role        text NOT NULL CHECK (role IN ('admin', 'user')),
    created_at  timestamptz NOT NULL
);
CREATE TABLE user_sessions (
    token_hash  bytea PRIMARY KEY,               -- SHA-256 of what the cookie holds
    user_id     bigint NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    created_at  timestamptz NOT NULL,
    seen_at     timestamptz NOT NULL
);
CREATE INDEX user_sessions_user ON user_sessions (user_id);
CREATE INDEX user_sessions_seen ON user_sessions (seen_at);
CREATE TABLE login_failures (
    key         text PRIMARY KEY,                -- a name or a network address
    failures    integer NOT NULL,
    blocked_until timestamptz NOT NULL
);
CREATE INDEX login_failures_over ON login_failures (blocked_until);
-- Who did it, where that was a person at the desk.
ALTER TABLE events ADD COLUMN actor text;
-- What a person says a reply was, against how it was judged: cases for `mosaic replay`.
CREATE TABLE corrections (
    message_key bigint PRIMARY KEY REFERENCES messages(id) ON DELETE CASCADE,
    label       text NOT NULL CHECK (label IN
        ('INTERESTED', 'NOT_INTERESTED', 'CLARIFICATION', 'CONTACT_PROVIDED', 'UNSUBSCRIBE', 'AUTO_REPLY', 'BOUNCE')),
    at          timestamptz NOT NULL
);
