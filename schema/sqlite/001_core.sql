-- The state of the autoresponder. People read these tables with sqlite3: names and meanings are a contract.
-- Every instant is in microseconds since 1970; every list of states is the same as the enumeration in the program.

-- Who this installation is: its secret keys the Message-IDs that it mints.
CREATE TABLE instance (
    id                 INTEGER PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    secret             BLOB NOT NULL,
    sending_stopped_at INTEGER,            -- the breaker: while set, nothing is sent
    sending_stopped_reason TEXT,
    created_at         INTEGER NOT NULL
) STRICT;

-- Watched mailboxes. Passwords are never stored.
CREATE TABLE accounts (
    id              INTEGER PRIMARY KEY,
    address         TEXT NOT NULL UNIQUE CHECK (address = lower(address)),
    display_name    TEXT,
    state           TEXT NOT NULL DEFAULT 'auto' CHECK (state IN ('observe', 'draft', 'auto')),
    daily_limit     INTEGER NOT NULL DEFAULT 500 CHECK (daily_limit >= 0),
    paused_until    INTEGER,
    next_send_at    INTEGER,               -- spacing and the daily limit allow no mail before
    pause_reason    TEXT,
    health          TEXT NOT NULL DEFAULT 'unknown' CHECK (health IN ('unknown', 'connecting', 'watching', 'failing')),
    health_detail   TEXT,
    last_checked_at INTEGER,               -- the last time a watcher saw the mailbox in full
    created_at      INTEGER NOT NULL
) STRICT;

-- How far each mailbox has been read. Mail at or below last_uid is never looked at again.
CREATE TABLE mailbox_cursors (
    account_id    INTEGER NOT NULL REFERENCES accounts(id),
    role          TEXT NOT NULL CHECK (role IN ('inbox', 'sent')),
    mailbox       TEXT NOT NULL,
    uidvalidity   INTEGER NOT NULL,
    last_uid      INTEGER NOT NULL,
    attempted_uid INTEGER,                      -- the mail being taken in, noted before it is parsed
    attempts      INTEGER NOT NULL DEFAULT 0,  -- three without success: it goes to a person unread
    armed_at      INTEGER NOT NULL,
    checked_at    INTEGER NOT NULL,
    PRIMARY KEY (account_id, role)
) STRICT;

CREATE TABLE contacts (
    id                INTEGER PRIMARY KEY,
    address           TEXT NOT NULL UNIQUE CHECK (address = lower(address)),
    name              TEXT,
    custom_fields     TEXT NOT NULL DEFAULT '{}',
    phone             TEXT,
    postal_address    TEXT,
    suppressed_at     INTEGER,             -- set once, never cleared: no mail goes here again
    suppressed_reason TEXT CHECK (suppressed_reason IN ('opt_out', 'hard_bounce', 'rejected', 'manual')),
    created_at        INTEGER NOT NULL,
    CHECK ((suppressed_at IS NULL) = (suppressed_reason IS NULL))
) STRICT;

CREATE TABLE sequences (
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE sequence_steps (
    sequence_id   INTEGER NOT NULL REFERENCES sequences(id),
    position      INTEGER NOT NULL CHECK (position >= 1),
    delay_seconds INTEGER NOT NULL CHECK (delay_seconds >= 0), -- after the previous step was sent
    template      TEXT NOT NULL,
    PRIMARY KEY (sequence_id, position)
) STRICT;

-- Conversations. next_followup_at is the truth about what is due; Redis only mirrors it.
CREATE TABLE email_threads (
    id               INTEGER PRIMARY KEY,
    account_id       INTEGER NOT NULL REFERENCES accounts(id),  -- the mailbox that owns the outreach
    contact_id       INTEGER NOT NULL REFERENCES contacts(id),
    message_id       TEXT UNIQUE,                              -- of the outreach that began it
    subject          TEXT NOT NULL,
    gmail_thread_id  TEXT,
    state            TEXT NOT NULL DEFAULT 'awaiting_reply' CHECK (state IN
        ('awaiting_reply', 'in_sequence', 'sequence_finished', 'with_person', 'completed', 'stopped')),
    reason           TEXT,
    intent           TEXT,
    generation       INTEGER NOT NULL DEFAULT 0,
    followups_sent   INTEGER NOT NULL DEFAULT 0,
    next_followup_at INTEGER,
    hold_until       INTEGER,              -- an out-of-office notice said so
    version          INTEGER NOT NULL DEFAULT 0, -- bumped by every inbound and every manual message
    decide_after     INTEGER,              -- set while messages wait for a decision
    decide_lease_until INTEGER,
    decide_holder    TEXT,
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX email_threads_undecided ON email_threads (decide_after) WHERE decide_after IS NOT NULL;
CREATE INDEX email_threads_due ON email_threads (next_followup_at) WHERE next_followup_at IS NOT NULL;
CREATE INDEX email_threads_contact ON email_threads (contact_id);
CREATE INDEX email_threads_gmail ON email_threads (account_id, gmail_thread_id) WHERE gmail_thread_id IS NOT NULL;

-- Every message seen in a watched mailbox or in Sent.
CREATE TABLE messages (
    id              INTEGER PRIMARY KEY,
    account_id      INTEGER NOT NULL REFERENCES accounts(id),
    thread_id       INTEGER REFERENCES email_threads(id),
    direction       TEXT NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    role            TEXT NOT NULL CHECK (role IN ('inbox', 'sent')),
    uidvalidity     INTEGER NOT NULL,
    uid             INTEGER NOT NULL,
    message_id      TEXT,                      -- unique per account; a repeated or forged one stands in claimed_message_id
    claimed_message_id TEXT,
    in_reply_to     TEXT,
    reference_ids   TEXT,                      -- separated by spaces
    gmail_thread_id TEXT,
    linkage         TEXT CHECK (linkage IN ('references', 'gmail_thread', 'subject', 'returned_part')),
    from_address    TEXT,
    from_name       TEXT,
    reply_to        TEXT,
    to_address      TEXT,
    subject         TEXT NOT NULL DEFAULT '',
    base_subject    TEXT NOT NULL DEFAULT '',
    received_at     INTEGER NOT NULL,      -- INTERNALDATE
    stored_at       INTEGER NOT NULL,
    before_baseline INTEGER NOT NULL DEFAULT 0,
    source          BLOB,                     -- as fetched; only of messages that are to be decided
    source_is_whole INTEGER NOT NULL DEFAULT 1,
    state           TEXT NOT NULL CHECK (state IN ('indexed', 'pending', 'decided', 'quarantined')),
    attempts        INTEGER NOT NULL DEFAULT 0, -- counted before the parse
    own_text        TEXT,
    body_hash       TEXT,
    machine_verdict TEXT,
    intent          TEXT,
    confidence      REAL,
    may_send        INTEGER,
    classifier      TEXT,
    evidence        TEXT,
    explanation     TEXT,
    language        TEXT,
    decision        TEXT,
    outcome         TEXT CHECK (outcome IN ('acted', 'handed_off', 'ignored')),
    reason          TEXT,
    decided_at      INTEGER,
    UNIQUE (account_id, role, uidvalidity, uid),
    UNIQUE (account_id, message_id),
    CHECK ((state = 'decided') = (outcome IS NOT NULL) OR state IN ('indexed', 'quarantined'))
) STRICT;
CREATE INDEX messages_by_message_id ON messages (message_id);
CREATE INDEX messages_by_claimed_id ON messages (claimed_message_id) WHERE claimed_message_id IS NOT NULL;
CREATE INDEX messages_by_thread ON messages (thread_id, received_at);
CREATE INDEX messages_pending ON messages (thread_id) WHERE state = 'pending';
CREATE INDEX messages_sent_to ON messages (account_id, to_address, base_subject) WHERE direction = 'outbound';
CREATE INDEX messages_gmail ON messages (account_id, gmail_thread_id) WHERE gmail_thread_id IS NOT NULL;

-- What unlinked inbound mail refers to, so that an outreach that shows up late in Sent can still claim its reply.
CREATE TABLE unlinked_references (
    referenced_id TEXT NOT NULL,
    message_key   INTEGER NOT NULL REFERENCES messages(id) ON DELETE CASCADE,
    PRIMARY KEY (referenced_id, message_key)
) STRICT;

CREATE TABLE contact_details (
    id         INTEGER PRIMARY KEY,
    message_key INTEGER NOT NULL REFERENCES messages(id),
    thread_id  INTEGER NOT NULL REFERENCES email_threads(id),
    kind       TEXT NOT NULL CHECK (kind IN ('phone', 'whatsapp', 'address', 'email', 'handle', 'link')),
    value      TEXT NOT NULL,
    zone       TEXT NOT NULL CHECK (zone IN ('own', 'signature', 'quoted')),
    start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL
) STRICT;
CREATE INDEX contact_details_by_thread ON contact_details (thread_id);

-- One row per stage and conversation: planned → claimed → in_doubt → sent.
CREATE TABLE outbox (
    id             INTEGER PRIMARY KEY,
    thread_id      INTEGER NOT NULL REFERENCES email_threads(id),
    account_id     INTEGER NOT NULL REFERENCES accounts(id),
    contact_id     INTEGER NOT NULL REFERENCES contacts(id),
    sequence_id    INTEGER NOT NULL REFERENCES sequences(id),
    step           INTEGER NOT NULL,
    generation     INTEGER NOT NULL,
    recipient      TEXT NOT NULL,
    due_at         INTEGER NOT NULL,
    state          TEXT NOT NULL DEFAULT 'planned' CHECK (state IN
        ('planned', 'claimed', 'in_doubt', 'sent', 'rejected', 'cancelled', 'needs_human')),
    reason         TEXT,
    fence          INTEGER NOT NULL DEFAULT 0,  -- grows with every claim; an older holder's writes are refused
    lease_until    INTEGER,
    thread_version INTEGER,                     -- at the claim; must be unchanged at the final dot
    message_id     TEXT UNIQUE,
    rendered       BLOB,                      -- rendered once, sent as it stands
    attempts       INTEGER NOT NULL DEFAULT 0,
    server_reply   TEXT,
    sent_copy      TEXT NOT NULL DEFAULT 'unknown' CHECK (sent_copy IN ('unknown', 'found', 'appended')),
    planned_at     INTEGER NOT NULL,
    in_doubt_at    INTEGER,
    sent_at        INTEGER,
    UNIQUE (thread_id, step, generation),
    CHECK (state <> 'sent' OR sent_at IS NOT NULL),
    CHECK (state <> 'in_doubt' OR (in_doubt_at IS NOT NULL AND message_id IS NOT NULL AND rendered IS NOT NULL))
) STRICT;
CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'planned';
CREATE INDEX outbox_held ON outbox (lease_until) WHERE state IN ('claimed', 'in_doubt');
CREATE INDEX outbox_account_sent ON outbox (account_id, in_doubt_at) WHERE in_doubt_at IS NOT NULL;
CREATE INDEX outbox_contact_sent ON outbox (contact_id, in_doubt_at) WHERE in_doubt_at IS NOT NULL;

-- Append-only: every step of every try.
CREATE TABLE send_attempts (
    id        INTEGER PRIMARY KEY,
    outbox_id INTEGER NOT NULL REFERENCES outbox(id),
    fence     INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    step      TEXT NOT NULL CHECK (step IN
        ('claimed', 'in_doubt', 'accepted', 'refused', 'failed', 'aborted', 'released', 'evidence', 'gave_up')),
    detail    TEXT
) STRICT;
CREATE INDEX send_attempts_by_outbox ON send_attempts (outbox_id);

CREATE TABLE handoffs (
    id          INTEGER PRIMARY KEY,
    thread_id   INTEGER NOT NULL REFERENCES email_threads(id),
    message_key INTEGER REFERENCES messages(id),
    reason      TEXT NOT NULL,
    opened_at   INTEGER NOT NULL,
    closed_at   INTEGER,
    closed_by   TEXT
) STRICT;
CREATE UNIQUE INDEX handoffs_one_open ON handoffs (thread_id) WHERE closed_at IS NULL;

-- What is to be done in a mailbox: flags that show people what happened, and copies of sent mail.
CREATE TABLE mailbox_actions (
    id          INTEGER PRIMARY KEY,
    account_id  INTEGER NOT NULL REFERENCES accounts(id),
    role        TEXT NOT NULL CHECK (role IN ('inbox', 'sent')),
    action      TEXT NOT NULL CHECK (action IN ('flag_for_person', 'mark_handled', 'file_sent_copy', 'file_draft', 'take_in_again')),
    message_key INTEGER REFERENCES messages(id),
    outbox_id   INTEGER REFERENCES outbox(id),
    state       TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'gone', 'failed')),
    due_at      INTEGER NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    detail      TEXT,
    done_at     INTEGER
) STRICT;
CREATE INDEX mailbox_actions_pending ON mailbox_actions (account_id, role, due_at) WHERE state = 'pending';

-- Append-only audit with dotted names.
CREATE TABLE events (
    id         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    name       TEXT NOT NULL,
    account_id INTEGER,
    thread_id  INTEGER,
    message_key INTEGER,
    outbox_id  INTEGER,
    detail     TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX events_by_thread ON events (thread_id, id);

-- Who does what, so that several processes share one database. The fence grows with every new holder.
CREATE TABLE leases (
    name       TEXT PRIMARY KEY,
    holder     TEXT NOT NULL,
    fence      INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
