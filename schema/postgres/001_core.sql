-- The state of the autoresponder. People read these tables with psql: names and meanings are a contract.
-- Every instant is the database's own; every list of states is the same as the enumeration in the program.

-- Who this installation is: its secret keys the Message-IDs that it mints.
CREATE TABLE instance (
    id                 smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    secret             bytea NOT NULL,
    sending_stopped_at timestamptz,            -- the breaker: while set, nothing is sent
    sending_stopped_reason text,
    created_at         timestamptz NOT NULL
);

-- Watched mailboxes. Passwords are never stored.
CREATE TABLE accounts (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    address         text NOT NULL UNIQUE CHECK (address = lower(address)),
    display_name    text,
    state           text NOT NULL DEFAULT 'auto' CHECK (state IN ('observe', 'draft', 'auto')),
    daily_limit     integer NOT NULL DEFAULT 500 CHECK (daily_limit >= 0),
    paused_until    timestamptz,
    next_send_at    timestamptz,               -- spacing and the daily limit allow no mail before
    pause_reason    text,
    health          text NOT NULL DEFAULT 'unknown' CHECK (health IN ('unknown', 'connecting', 'watching', 'failing')),
    health_detail   text,
    last_checked_at timestamptz,               -- the last time a watcher saw the mailbox in full
    created_at      timestamptz NOT NULL
);

-- How far each mailbox has been read. Mail at or below last_uid is never looked at again.
CREATE TABLE mailbox_cursors (
    account_id    bigint NOT NULL REFERENCES accounts(id),
    role          text NOT NULL CHECK (role IN ('inbox', 'sent')),
    mailbox       text NOT NULL,
    uidvalidity   bigint NOT NULL,
    last_uid      bigint NOT NULL,
    attempted_uid bigint,                      -- the mail being taken in, noted before it is parsed
    attempts      integer NOT NULL DEFAULT 0,  -- three without success: it goes to a person unread
    armed_at      timestamptz NOT NULL,
    checked_at    timestamptz NOT NULL,
    PRIMARY KEY (account_id, role)
);

CREATE TABLE contacts (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    address           text NOT NULL UNIQUE CHECK (address = lower(address)),
    name              text,
    custom_fields     jsonb NOT NULL DEFAULT '{}',
    phone             text,
    postal_address    text,
    suppressed_at     timestamptz,             -- set once, never cleared: no mail goes here again
    suppressed_reason text CHECK (suppressed_reason IN ('opt_out', 'hard_bounce', 'rejected', 'manual')),
    created_at        timestamptz NOT NULL,
    CHECK ((suppressed_at IS NULL) = (suppressed_reason IS NULL))
);

CREATE TABLE sequences (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE
);

CREATE TABLE sequence_steps (
    sequence_id   bigint NOT NULL REFERENCES sequences(id),
    position      integer NOT NULL CHECK (position >= 1),
    delay_seconds bigint NOT NULL CHECK (delay_seconds >= 0), -- after the previous step was sent
    template      text NOT NULL,
    PRIMARY KEY (sequence_id, position)
);

-- Conversations. next_followup_at is the truth about what is due; Redis only mirrors it.
CREATE TABLE email_threads (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id       bigint NOT NULL REFERENCES accounts(id),  -- the mailbox that owns the outreach
    contact_id       bigint NOT NULL REFERENCES contacts(id),
    message_id       text UNIQUE,                              -- of the outreach that began it
    subject          text NOT NULL,
    gmail_thread_id  text,
    state            text NOT NULL DEFAULT 'awaiting_reply' CHECK (state IN
        ('awaiting_reply', 'in_sequence', 'sequence_finished', 'with_person', 'completed', 'stopped')),
    reason           text,
    intent           text,
    generation       integer NOT NULL DEFAULT 0,
    followups_sent   integer NOT NULL DEFAULT 0,
    next_followup_at timestamptz,
    hold_until       timestamptz,              -- an out-of-office notice said so
    version          bigint NOT NULL DEFAULT 0, -- bumped by every inbound and every manual message
    decide_after     timestamptz,              -- set while messages wait for a decision
    decide_lease_until timestamptz,
    decide_holder    text,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL
);
CREATE INDEX email_threads_undecided ON email_threads (decide_after) WHERE decide_after IS NOT NULL;
CREATE INDEX email_threads_due ON email_threads (next_followup_at) WHERE next_followup_at IS NOT NULL;
CREATE INDEX email_threads_contact ON email_threads (contact_id);
CREATE INDEX email_threads_gmail ON email_threads (account_id, gmail_thread_id) WHERE gmail_thread_id IS NOT NULL;

-- Every message seen in a watched mailbox or in Sent.
CREATE TABLE messages (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id      bigint NOT NULL REFERENCES accounts(id),
    thread_id       bigint REFERENCES email_threads(id),
    direction       text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    role            text NOT NULL CHECK (role IN ('inbox', 'sent')),
    uidvalidity     bigint NOT NULL,
    uid             bigint NOT NULL,
    message_id      text,                      -- unique per account; a repeated or forged one stands in claimed_message_id
    claimed_message_id text,
    in_reply_to     text,
    reference_ids   text,                      -- separated by spaces
    gmail_thread_id text,
    linkage         text CHECK (linkage IN ('references', 'gmail_thread', 'subject', 'returned_part')),
    from_address    text,
    from_name       text,
    reply_to        text,
    to_address      text,
    subject         text NOT NULL DEFAULT '',
    base_subject    text NOT NULL DEFAULT '',
    received_at     timestamptz NOT NULL,      -- INTERNALDATE
    stored_at       timestamptz NOT NULL,
    before_baseline boolean NOT NULL DEFAULT false,
    source          bytea,                     -- as fetched; only of messages that are to be decided
    source_is_whole boolean NOT NULL DEFAULT true,
    state           text NOT NULL CHECK (state IN ('indexed', 'pending', 'decided', 'quarantined')),
    attempts        integer NOT NULL DEFAULT 0, -- counted before the parse
    own_text        text,
    body_hash       text,
    machine_verdict text,
    intent          text,
    confidence      double precision,
    may_send        boolean,
    classifier      text,
    evidence        text,
    explanation     text,
    language        text,
    decision        text,
    outcome         text CHECK (outcome IN ('acted', 'handed_off', 'ignored')),
    reason          text,
    decided_at      timestamptz,
    UNIQUE (account_id, role, uidvalidity, uid),
    UNIQUE (account_id, message_id),
    CHECK ((state = 'decided') = (outcome IS NOT NULL) OR state IN ('indexed', 'quarantined'))
);
CREATE INDEX messages_by_message_id ON messages (message_id);
CREATE INDEX messages_by_claimed_id ON messages (claimed_message_id) WHERE claimed_message_id IS NOT NULL;
CREATE INDEX messages_by_thread ON messages (thread_id, received_at);
CREATE INDEX messages_pending ON messages (thread_id) WHERE state = 'pending';
CREATE INDEX messages_sent_to ON messages (account_id, to_address, base_subject) WHERE direction = 'outbound';
CREATE INDEX messages_gmail ON messages (account_id, gmail_thread_id) WHERE gmail_thread_id IS NOT NULL;

-- What unlinked inbound mail refers to, so that an outreach that shows up late in Sent can still claim its reply.
CREATE TABLE unlinked_references (
    referenced_id text NOT NULL,
    message_key   bigint NOT NULL REFERENCES messages(id) ON DELETE CASCADE,
    PRIMARY KEY (referenced_id, message_key)
);

CREATE TABLE contact_details (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_key bigint NOT NULL REFERENCES messages(id),
    thread_id  bigint NOT NULL REFERENCES email_threads(id),
    kind       text NOT NULL CHECK (kind IN ('phone', 'whatsapp', 'address', 'email', 'handle', 'link')),
    value      text NOT NULL,
    zone       text NOT NULL CHECK (zone IN ('own', 'signature', 'quoted')),
    start_offset integer NOT NULL,
    end_offset integer NOT NULL
);
CREATE INDEX contact_details_by_thread ON contact_details (thread_id);

-- One row per stage and conversation: planned → claimed → in_doubt → sent.
CREATE TABLE outbox (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    thread_id      bigint NOT NULL REFERENCES email_threads(id),
    account_id     bigint NOT NULL REFERENCES accounts(id),
    contact_id     bigint NOT NULL REFERENCES contacts(id),
    sequence_id    bigint NOT NULL REFERENCES sequences(id),
    step           integer NOT NULL,
    generation     integer NOT NULL,
    recipient      text NOT NULL,
    due_at         timestamptz NOT NULL,
    state          text NOT NULL DEFAULT 'planned' CHECK (state IN
        ('planned', 'claimed', 'in_doubt', 'sent', 'rejected', 'cancelled', 'needs_human')),
    reason         text,
    fence          bigint NOT NULL DEFAULT 0,  -- grows with every claim; an older holder's writes are refused
    lease_until    timestamptz,
    thread_version bigint,                     -- at the claim; must be unchanged at the final dot
    message_id     text UNIQUE,
    rendered       bytea,                      -- rendered once, sent as it stands
    attempts       integer NOT NULL DEFAULT 0,
    server_reply   text,
    sent_copy      text NOT NULL DEFAULT 'unknown' CHECK (sent_copy IN ('unknown', 'found', 'appended')),
    planned_at     timestamptz NOT NULL,
    in_doubt_at    timestamptz,
    sent_at        timestamptz,
    UNIQUE (thread_id, step, generation),
    CHECK (state <> 'sent' OR sent_at IS NOT NULL),
    CHECK (state <> 'in_doubt' OR (in_doubt_at IS NOT NULL AND message_id IS NOT NULL AND rendered IS NOT NULL))
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'planned';
CREATE INDEX outbox_held ON outbox (lease_until) WHERE state IN ('claimed', 'in_doubt');
CREATE INDEX outbox_account_sent ON outbox (account_id, in_doubt_at) WHERE in_doubt_at IS NOT NULL;
CREATE INDEX outbox_contact_sent ON outbox (contact_id, in_doubt_at) WHERE in_doubt_at IS NOT NULL;

-- Append-only: every step of every try.
CREATE TABLE send_attempts (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    outbox_id bigint NOT NULL REFERENCES outbox(id),
    fence     bigint NOT NULL,
    at        timestamptz NOT NULL,
    step      text NOT NULL CHECK (step IN
        ('claimed', 'in_doubt', 'accepted', 'refused', 'failed', 'aborted', 'released', 'evidence', 'gave_up')),
    detail    text
);
CREATE INDEX send_attempts_by_outbox ON send_attempts (outbox_id);

CREATE TABLE handoffs (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    thread_id   bigint NOT NULL REFERENCES email_threads(id),
    message_key bigint REFERENCES messages(id),
    reason      text NOT NULL,
    opened_at   timestamptz NOT NULL,
    closed_at   timestamptz,
    closed_by   text
);
CREATE UNIQUE INDEX handoffs_one_open ON handoffs (thread_id) WHERE closed_at IS NULL;

-- What is to be done in a mailbox: flags that show people what happened, and copies of sent mail.
CREATE TABLE mailbox_actions (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id  bigint NOT NULL REFERENCES accounts(id),
    role        text NOT NULL CHECK (role IN ('inbox', 'sent')),
    action      text NOT NULL CHECK (action IN ('flag_for_person', 'mark_handled', 'file_sent_copy', 'file_draft', 'take_in_again')),
    message_key bigint REFERENCES messages(id),
    outbox_id   bigint REFERENCES outbox(id),
    state       text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'gone', 'failed')),
    due_at      timestamptz NOT NULL,
    attempts    integer NOT NULL DEFAULT 0,
    detail      text,
    done_at     timestamptz
);
CREATE INDEX mailbox_actions_pending ON mailbox_actions (account_id, role, due_at) WHERE state = 'pending';

-- Append-only audit with dotted names.
CREATE TABLE events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL,
    name       text NOT NULL,
    account_id bigint,
    thread_id  bigint,
    message_key bigint,
    outbox_id  bigint,
    detail     text NOT NULL DEFAULT ''
);
CREATE INDEX events_by_thread ON events (thread_id, id);

-- Who does what, so that several processes share one database. The fence grows with every new holder.
CREATE TABLE leases (
    name       text PRIMARY KEY,
    holder     text NOT NULL,
    fence      bigint NOT NULL,
    expires_at timestamptz NOT NULL
);
