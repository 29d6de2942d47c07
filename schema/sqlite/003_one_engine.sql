-- One engine for answers and outreach. A process of the version before goes on working on this schema: every new column
-- has a default that means what it knew.

-- Sequences are data: what a mail says, when it goes and how many there may be stands here alone.
ALTER TABLE sequences ADD COLUMN purpose TEXT NOT NULL DEFAULT 'answer' CHECK (purpose IN ('answer', 'outreach'));
ALTER TABLE sequences ADD COLUMN mails_per_conversation INTEGER NOT NULL DEFAULT 3 CHECK (mails_per_conversation >= 1);
ALTER TABLE sequences ADD COLUMN answers_by_default INTEGER NOT NULL DEFAULT 0; -- what an interested reply sets off
CREATE UNIQUE INDEX sequences_one_default ON sequences (answers_by_default) WHERE answers_by_default;

ALTER TABLE sequence_steps ADD COLUMN kind TEXT NOT NULL DEFAULT 'follow_up' CHECK (kind IN ('opening', 'answer', 'follow_up'));
ALTER TABLE sequence_steps ADD COLUMN subject TEXT; -- of its own; NULL: the conversation's
UPDATE sequence_steps SET kind = 'answer' WHERE position = 1;

-- The same step in other languages; sequence_steps.template is what it says in all others.
CREATE TABLE sequence_texts (
    sequence_id INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    language    TEXT NOT NULL CHECK (language = lower(language)), -- BCP 47
    subject     TEXT,
    template    TEXT NOT NULL,
    PRIMARY KEY (sequence_id, position, language),
    FOREIGN KEY (sequence_id, position) REFERENCES sequence_steps (sequence_id, position)
) STRICT;

-- The language that our outreach was written in; NULL where it is not known.
ALTER TABLE email_threads ADD COLUMN language TEXT;

ALTER TABLE outbox ADD COLUMN purpose TEXT NOT NULL DEFAULT 'answer' CHECK (purpose IN ('answer', 'outreach'));

-- The right to send is apart from the right to watch.
ALTER TABLE accounts ADD COLUMN has_inbox INTEGER NOT NULL DEFAULT 1;
ALTER TABLE accounts ADD COLUMN outlet TEXT NOT NULL DEFAULT 'smtp' CHECK (outlet IN ('none', 'smtp'));

CREATE INDEX messages_answers ON messages (in_reply_to) WHERE in_reply_to IS NOT NULL;
CREATE INDEX outbox_left ON outbox (in_doubt_at) WHERE in_doubt_at IS NOT NULL;
CREATE INDEX outbox_account_due ON outbox (account_id, purpose, due_at, id) WHERE state = 'planned';
CREATE INDEX outbox_of_thread ON outbox (thread_id) WHERE in_doubt_at IS NOT NULL;
CREATE INDEX contacts_suppressed ON contacts (suppressed_at) WHERE suppressed_at IS NOT NULL;
