-- Failures belong to whom they concern. A process of the version before goes on working on this schema: it does not know that
-- an account waits, and asks its server as before.

ALTER TABLE accounts ADD COLUMN failures INTEGER NOT NULL DEFAULT 0; -- of sending, since its server last took a mail
ALTER TABLE accounts ADD COLUMN blocked_until INTEGER;               -- it waits by itself after them; paused_until is a person's
ALTER TABLE accounts ADD COLUMN block_reason TEXT;
ALTER TABLE accounts ADD COLUMN bounces_from INTEGER;                -- a person let it send again: what bounced before does not count
ALTER TABLE accounts ADD COLUMN marked_at INTEGER;                   -- this installation put its mark into Sent
ALTER TABLE accounts ADD COLUMN rival TEXT;                          -- another installation whose mark lies there: nothing is sent
ALTER TABLE accounts ADD COLUMN rivals_from INTEGER;                 -- a person let this one take over: older marks do not count

-- Names this installation in the mailboxes that it watches.
ALTER TABLE instance ADD COLUMN installation TEXT;

-- The server, a bounce or a complaint said that the recipient takes or wants no such mail.
ALTER TABLE outbox ADD COLUMN bounced_at INTEGER;
CREATE INDEX outbox_bounced ON outbox (account_id, bounced_at) WHERE bounced_at IS NOT NULL;

-- Replies are found wherever they lie. A process of the version before goes on working on this schema.

-- How far the mailboxes beside Inbox and Sent have been looked into: archives, folders of rules, Junk.
CREATE TABLE other_mailboxes (
    account_id  INTEGER NOT NULL REFERENCES accounts(id),
    mailbox     TEXT NOT NULL,
    uidvalidity INTEGER NOT NULL,
    next_uid    INTEGER NOT NULL, -- mail below it was looked at
    look_again  INTEGER NOT NULL DEFAULT 0, -- how often it was asked to, because what was passed over may concern us by now
    attempted_uid INTEGER,        -- the first of the messages that are being read, until they are stored
    attempts    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, mailbox)
) STRICT;

-- A message of another mailbox has uidvalidity 0, which no mailbox has, and a number of its own as uid.
ALTER TABLE messages ADD COLUMN found_in TEXT; -- the mailbox; NULL: the one of its role
ALTER TABLE messages ADD COLUMN only_for_person INTEGER NOT NULL DEFAULT 0; -- it lay among Junk or Trash

-- Which mail that we sent counts as outreach, and who says so. A process of the version before goes on working on this
-- schema: what it writes has no verdict yet, and gets one later.

-- By which rule the Sent of an account was judged last; NULL: by none.
ALTER TABLE accounts ADD COLUMN outreach_rule TEXT;

-- Mails of one account that say the same.
CREATE TABLE outreach_groups (
    id         INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts(id),
    sketch     BLOB NOT NULL,                  -- of the first text: hashes of its pairs of words, never the text
    subject    TEXT NOT NULL,                  -- of the first mail
    outreach   INTEGER NOT NULL DEFAULT 0,     -- whether a reply to its mails may be answered
    verdict    TEXT CHECK (verdict IN ('accepted', 'refused')), -- a person's; NULL: nobody was asked
    first_at   INTEGER NOT NULL,
    last_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX outreach_groups_recent ON outreach_groups (account_id, last_at);

ALTER TABLE messages ADD COLUMN outreach INTEGER; -- of mail that we sent: whether it counts; NULL: not judged yet
ALTER TABLE messages ADD COLUMN outreach_reason TEXT CHECK (outreach_reason IN
    ('mosaic', 'all', 'similar', 'blind', 'marked', 'accepted', 'refused', 'alone', 'too_short', 'unread', 'answers',
     'own_domain', 'unmarked'));
ALTER TABLE messages ADD COLUMN group_id INTEGER REFERENCES outreach_groups(id);
ALTER TABLE messages ADD COLUMN recipients TEXT; -- of mail that we sent: everybody it went to, separated by spaces

-- Ids under which a provider keeps or sends mails of ours instead of the ones that we gave them.
CREATE TABLE mail_aliases (
    alias     TEXT PRIMARY KEY,
    outbox_id INTEGER NOT NULL REFERENCES outbox(id),
    noted_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX mail_aliases_of_mail ON mail_aliases (outbox_id);

CREATE INDEX messages_of_group ON messages (group_id, to_address) WHERE group_id IS NOT NULL;
CREATE INDEX messages_unjudged ON messages (account_id, uid) WHERE direction = 'outbound' AND outreach IS NULL;

-- How sure a contact is, and what a number may be whose country nothing decides: 'PH +639177654321, NG +2349177654321'. What an
-- older program writes is certain, as it took for granted.
ALTER TABLE contact_details ADD COLUMN confidence REAL NOT NULL DEFAULT 1;
ALTER TABLE contact_details ADD COLUMN why TEXT NOT NULL DEFAULT '';
ALTER TABLE contact_details ADD COLUMN candidates TEXT NOT NULL DEFAULT '';

-- Campaigns: who is written to first, with what, and when. Their mails are rows of outbox like all others. A process of the version
-- before goes on working on this schema: it plans no campaign, and every new column has a default that means what it knew.

-- What a mail says, in versions that never change: an edit makes a new one.
CREATE TABLE templates (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    version    INTEGER NOT NULL CHECK (version >= 1),
    subject    TEXT,                           -- NULL: the conversation's own
    body_text  TEXT,
    body_html  TEXT,
    created_at INTEGER NOT NULL,
    UNIQUE (name, version),
    CHECK (body_text IS NOT NULL OR body_html IS NOT NULL)
) STRICT;

CREATE TABLE campaigns (
    id                INTEGER PRIMARY KEY,
    name              TEXT NOT NULL UNIQUE,
    sequence_id       INTEGER NOT NULL REFERENCES sequences(id), -- its mails belong to it in outbox
    state             TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'active', 'paused', 'completed', 'archived')),
    reason            TEXT,                    -- of the state
    version           INTEGER NOT NULL DEFAULT 1, -- bumped by every edit; compared at the final dot
    zone              TEXT NOT NULL,           -- as tzdata calls it
    hours             TEXT NOT NULL,           -- 'mon 09:00-12:00,13:00-17:00; tue 09:00-17:00'; empty: always
    holidays          TEXT NOT NULL,           -- '2026-12-25 2026-12-26'
    daily_limit       INTEGER CHECK (daily_limit >= 0),
    new_leads_per_day INTEGER CHECK (new_leads_per_day >= 0),
    gap_min_seconds   INTEGER NOT NULL CHECK (gap_min_seconds >= 0),
    gap_max_seconds   INTEGER NOT NULL,
    pause_every       INTEGER CHECK (pause_every >= 1), -- mails before a longer pause; NULL: never
    pause_min_seconds INTEGER NOT NULL CHECK (pause_min_seconds >= 0),
    pause_max_seconds INTEGER NOT NULL,
    min_wait_seconds  INTEGER NOT NULL CHECK (min_wait_seconds >= 0), -- between two people of a lead
    max_lateness_seconds INTEGER CHECK (max_lateness_seconds > 0), -- later than this a person decides; NULL: never too late
    busy              TEXT NOT NULL CHECK (busy IN ('wait', 'switch', 'fail')),
    reply_policy      TEXT NOT NULL DEFAULT 'answer' CHECK (reply_policy IN ('answer', 'hand_off')),
    started_at        INTEGER,
    created_at        INTEGER NOT NULL,
    updated_at        INTEGER NOT NULL
) STRICT;

CREATE TABLE campaign_accounts (
    campaign_id INTEGER NOT NULL REFERENCES campaigns(id),
    account_id  INTEGER NOT NULL REFERENCES accounts(id),
    weight      INTEGER NOT NULL CHECK (weight >= 0), -- share of new leads; 0: goes on with those it has
    daily_limit INTEGER CHECK (daily_limit >= 0), -- of this account for this campaign, in any 24 h
    signature   TEXT,
    leads_taken INTEGER NOT NULL DEFAULT 0, -- leads that it writes to
    PRIMARY KEY (campaign_id, account_id)
) STRICT;

-- A step keeps its id when others are added, moved or taken away.
CREATE TABLE campaign_steps (
    id            INTEGER PRIMARY KEY,
    campaign_id   INTEGER NOT NULL REFERENCES campaigns(id),
    name          TEXT NOT NULL,
    position      INTEGER NOT NULL CHECK (position >= 1),
    delay_days    INTEGER CHECK (delay_days >= 0), -- the same time on the wall so many dates later
    delay_seconds INTEGER CHECK (delay_seconds >= 0),
    template_id   INTEGER NOT NULL REFERENCES templates(id),
    retired       INTEGER NOT NULL DEFAULT 0,
    UNIQUE (campaign_id, name),
    CHECK ((delay_days IS NULL) <> (delay_seconds IS NULL))
) STRICT;

CREATE TABLE imports (
    id           INTEGER PRIMARY KEY,
    campaign_id  INTEGER NOT NULL REFERENCES campaigns(id),
    file_name    TEXT NOT NULL,
    sha256       TEXT NOT NULL,
    state        TEXT NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'finished')),
    byte_offset  INTEGER NOT NULL DEFAULT 0,    -- everything before it is imported
    line         INTEGER NOT NULL DEFAULT 1,
    row_number   INTEGER NOT NULL DEFAULT 1,
    encoding     TEXT,
    delimiter    TEXT,
    added        INTEGER NOT NULL DEFAULT 0,
    duplicates   INTEGER NOT NULL DEFAULT 0,    -- in the file or in the campaign already
    suppressed   INTEGER NOT NULL DEFAULT 0,    -- everybody of the row is
    faulty       INTEGER NOT NULL DEFAULT 0,
    created_at   INTEGER NOT NULL,
    finished_at  INTEGER,
    UNIQUE (campaign_id, sha256)
) STRICT;

-- The queue of a campaign. Only its near future stands in outbox.
CREATE TABLE campaign_leads (
    id          INTEGER PRIMARY KEY,
    campaign_id INTEGER NOT NULL REFERENCES campaigns(id),
    contact_id  INTEGER NOT NULL REFERENCES contacts(id), -- its first person
    state       TEXT NOT NULL DEFAULT 'pending' CHECK (state IN
        ('pending', 'active', 'needs_data', 'held', 'finished', 'replied', 'stopped', 'failed')),
    reason      TEXT,                          -- of the state
    next_due_at INTEGER,                   -- its next mail; NULL when there is none
    awaits_turn INTEGER NOT NULL DEFAULT 0, -- something happened: what follows is to be worked out
    account_id  INTEGER REFERENCES accounts(id), -- its sender, fixed with its first mail
    fields      TEXT NOT NULL DEFAULT '{}',
    import_id   INTEGER REFERENCES imports(id),
    import_row  INTEGER,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    UNIQUE (campaign_id, contact_id),
    UNIQUE (import_id, import_row)
) STRICT;
CREATE INDEX campaign_leads_new ON campaign_leads (campaign_id, next_due_at, id)
    WHERE account_id IS NULL AND state IN ('pending', 'active');
CREATE INDEX campaign_leads_due ON campaign_leads (campaign_id, account_id, next_due_at, id)
    WHERE account_id IS NOT NULL AND state IN ('pending', 'active');
CREATE INDEX campaign_leads_turn ON campaign_leads (campaign_id, id) WHERE awaits_turn;
CREATE INDEX campaign_leads_state ON campaign_leads (campaign_id, state);

CREATE TABLE lead_recipients (
    id                INTEGER PRIMARY KEY,
    lead_id           INTEGER NOT NULL REFERENCES campaign_leads(id),
    position          INTEGER NOT NULL CHECK (position >= 1),
    contact_id        INTEGER NOT NULL REFERENCES contacts(id),
    fields            TEXT NOT NULL DEFAULT '{}', -- first_name, last_name, …
    thread_id         INTEGER REFERENCES email_threads(id),
    status            TEXT NOT NULL DEFAULT 'not_contacted' CHECK (status IN
        ('not_contacted', 'contacted', 'replied', 'bounced', 'opted_out')),
    last_step_id      INTEGER REFERENCES campaign_steps(id),
    last_contacted_at INTEGER,
    UNIQUE (lead_id, position)
) STRICT;
CREATE INDEX lead_recipients_contact ON lead_recipients (contact_id);
CREATE INDEX lead_recipients_thread ON lead_recipients (thread_id) WHERE thread_id IS NOT NULL;

ALTER TABLE outbox ADD COLUMN campaign_id INTEGER REFERENCES campaigns(id);
ALTER TABLE outbox ADD COLUMN campaign_version INTEGER;        -- that it was planned by
ALTER TABLE outbox ADD COLUMN lead_id INTEGER REFERENCES campaign_leads(id);
ALTER TABLE outbox ADD COLUMN recipient_id INTEGER REFERENCES lead_recipients(id);
ALTER TABLE outbox ADD COLUMN campaign_step_id INTEGER REFERENCES campaign_steps(id);
ALTER TABLE outbox ADD COLUMN template_id INTEGER REFERENCES templates(id);
ALTER TABLE outbox ADD COLUMN subject TEXT;                   -- what it says, rendered when it was planned
ALTER TABLE outbox ADD COLUMN body_text TEXT;
ALTER TABLE outbox ADD COLUMN body_html TEXT;
ALTER TABLE outbox ADD COLUMN gap_seconds INTEGER NOT NULL DEFAULT 0; -- since the account's mail before
ALTER TABLE outbox ADD COLUMN leave_until INTEGER;        -- its window closes; later it is planned anew
-- Nobody gets a step twice, whichever leads they belong to. What was refused has not arrived: a person may let it be tried again.
CREATE UNIQUE INDEX outbox_step_once ON outbox (contact_id, campaign_step_id)
    WHERE campaign_step_id IS NOT NULL AND state NOT IN ('cancelled', 'rejected');
CREATE INDEX outbox_of_lead ON outbox (lead_id) WHERE lead_id IS NOT NULL;
CREATE INDEX outbox_of_campaign ON outbox (campaign_id, in_doubt_at) WHERE campaign_id IS NOT NULL;
CREATE INDEX outbox_campaign_open ON outbox (account_id) WHERE campaign_id IS NOT NULL AND state IN ('planned', 'claimed');

-- What the settings said of the account's state at the last start. Only what they say anew changes the state: a person's
-- `mosaic accounts state` outlives restarts.
ALTER TABLE accounts ADD COLUMN settings_state TEXT CHECK (settings_state IN ('observe', 'draft', 'auto'));

-- People's data. Of somebody who was erased nothing is kept but this, so that nobody writes to them again.
CREATE TABLE erased_addresses (
    mark      TEXT PRIMARY KEY,  -- HMAC-SHA-256 of the address under instance.secret, in hexadecimal
    erased_at INTEGER NOT NULL
) STRICT;

-- A database that was copied or restored takes a new name, so that it and its original notice each other.
ALTER TABLE instance ADD COLUMN home TEXT;         -- the server and database, or the file, that this name belongs to
ALTER TABLE instance ADD COLUMN former_names TEXT NOT NULL DEFAULT ''; -- separated by spaces: marks under these are our own

-- What a lead and a campaign waited for is not their lateness, and a person's time for a mail outlives its row.
ALTER TABLE campaigns ADD COLUMN resumed_at INTEGER;      -- last started: what fell due before is late from then on alone
ALTER TABLE campaign_leads ADD COLUMN released_at INTEGER; -- a person let it go on: likewise
ALTER TABLE campaign_leads ADD COLUMN not_before INTEGER;  -- its next mail: a person or a server's pause said so; NULL once it left
CREATE INDEX outbox_for_person ON outbox (account_id) WHERE state = 'needs_human';

-- What a campaign's mails bring about: harm that pauses it, and answers that end it for a whole company.

ALTER TABLE campaigns ADD COLUMN stop_scope TEXT NOT NULL DEFAULT 'lead' CHECK (stop_scope IN ('lead', 'company')); -- whom an answer stops
ALTER TABLE campaigns ADD COLUMN guard_mails INTEGER NOT NULL DEFAULT 50 CHECK (guard_mails >= 1); -- fewer say nothing
ALTER TABLE campaigns ADD COLUMN guard_bounces INTEGER CHECK (guard_bounces >= 0); -- of a thousand mails, each; NULL: not judged
ALTER TABLE campaigns ADD COLUMN guard_complaints INTEGER CHECK (guard_complaints >= 0);
ALTER TABLE campaigns ADD COLUMN guard_opt_outs INTEGER CHECK (guard_opt_outs >= 0);
ALTER TABLE campaigns ADD COLUMN guarded_at INTEGER; -- harm has paused it; NULL: it has not
ALTER TABLE campaigns ADD COLUMN guard_from INTEGER; -- a person started it all the same: what was before does not count

-- The harm that came of a campaign's mail. A complaint is no opt-out besides.
ALTER TABLE outbox ADD COLUMN harm TEXT CHECK (harm IN ('bounce', 'complaint', 'opt_out'));
ALTER TABLE outbox ADD COLUMN harmed_at INTEGER;
CREATE INDEX outbox_harmed ON outbox (campaign_id, harmed_at) WHERE harm IS NOT NULL;

-- The registrable domain of a person's company; NULL where an equal domain says nothing.
ALTER TABLE lead_recipients ADD COLUMN company TEXT;
CREATE INDEX lead_recipients_company ON lead_recipients (company) WHERE company IS NOT NULL;

-- Accounts that send through Amazon SES. A column's CHECK cannot be changed, so the column is made anew.
ALTER TABLE accounts RENAME COLUMN outlet TO earlier_outlet;
ALTER TABLE accounts ADD COLUMN outlet TEXT NOT NULL DEFAULT 'smtp' CHECK (outlet IN ('none', 'smtp', 'ses'));
UPDATE accounts SET outlet = earlier_outlet;
ALTER TABLE accounts DROP COLUMN earlier_outlet;

-- Permissions to read and send mail by OAuth, one for each mailbox. Tokens stand here sealed alone: without
-- APP_SECRET_KEY nobody can use them.
CREATE TABLE oauth_tokens (
    account      TEXT PRIMARY KEY,             -- the address, which may be connected before the account is known
    provider     TEXT NOT NULL,                -- google, microsoft
    sealed       BLOB NOT NULL,                -- refresh token and access token, AES-GCM
    key_id       TEXT NOT NULL,                -- which APP_SECRET_KEY sealed them
    scope        TEXT NOT NULL,                -- granted, parted by spaces
    expires_at   INTEGER NOT NULL,             -- of the access token
    state        TEXT NOT NULL CHECK (state IN ('live', 'ended')),
    failure      TEXT,                         -- why it ended, for people
    version      INTEGER NOT NULL,             -- grows with each change
    connected_at INTEGER NOT NULL,
    refreshed_at INTEGER NOT NULL
) STRICT;

-- The desk: people who log in, where they are logged in, and who did what.
CREATE TABLE users (
    id          INTEGER PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE,            -- lower case
    password    TEXT NOT NULL,                   -- $scrypt$ln=…,r=…,p=…$salt$hash
    role        TEXT NOT NULL CHECK (role IN ('admin', 'user')),
    created_at  INTEGER NOT NULL
) STRICT;
CREATE TABLE user_sessions (
    token_hash  BLOB PRIMARY KEY,                -- SHA-256 of what the cookie holds
    user_id     INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE,
    created_at  INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX user_sessions_user ON user_sessions (user_id);
CREATE INDEX user_sessions_seen ON user_sessions (seen_at);
CREATE TABLE login_failures (
    key         TEXT PRIMARY KEY,                -- a name or a network address
    failures    INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL
) STRICT;
CREATE INDEX login_failures_over ON login_failures (blocked_until);
-- Who did it, where that was a person at the desk.
ALTER TABLE events ADD COLUMN actor TEXT;
-- What a person says a reply was, against how it was judged: cases for `mosaic replay`.
CREATE TABLE corrections (
    message_key INTEGER PRIMARY KEY REFERENCES messages(id) ON DELETE CASCADE,
    label       TEXT NOT NULL CHECK (label IN
        ('INTERESTED', 'NOT_INTERESTED', 'CLARIFICATION', 'CONTACT_PROVIDED', 'UNSUBSCRIBE', 'AUTO_REPLY', 'BOUNCE')),
    at          INTEGER NOT NULL
) STRICT;
