-- One engine for answers and outreach. A process of the version before goes on working on this schema: every new column
-- has a default that means what it knew.

-- Sequences are data: what a mail says, when it goes and how many there may be stands here alone.
ALTER TABLE sequences
    ADD COLUMN purpose text NOT NULL DEFAULT 'answer' CHECK (purpose IN ('answer', 'outreach')),
    ADD COLUMN mails_per_conversation integer NOT NULL DEFAULT 3 CHECK (mails_per_conversation >= 1),
    ADD COLUMN answers_by_default boolean NOT NULL DEFAULT false; -- what an interested reply sets off
CREATE UNIQUE INDEX sequences_one_default ON sequences (answers_by_default) WHERE answers_by_default;

ALTER TABLE sequence_steps
    ADD COLUMN kind text NOT NULL DEFAULT 'follow_up' CHECK (kind IN ('opening', 'answer', 'follow_up')),
    ADD COLUMN subject text; -- of its own; NULL: the conversation's
UPDATE sequence_steps SET kind = 'answer' WHERE position = 1;

-- The same step in other languages; sequence_steps.template is what it says in all others.
CREATE TABLE sequence_texts (
    sequence_id bigint NOT NULL,
    position    integer NOT NULL,
    language    text NOT NULL CHECK (language = lower(language)), -- BCP 47
    subject     text,
    template    text NOT NULL,
    PRIMARY KEY (sequence_id, position, language),
    FOREIGN KEY (sequence_id, position) REFERENCES sequence_steps (sequence_id, position)
);

-- The language that our outreach was written in; NULL where it is not known.
ALTER TABLE email_threads ADD COLUMN language text;

ALTER TABLE outbox
    ADD COLUMN purpose text NOT NULL DEFAULT 'answer' CHECK (purpose IN ('answer', 'outreach'));

-- The right to send is apart from the right to watch.
ALTER TABLE accounts
    ADD COLUMN has_inbox boolean NOT NULL DEFAULT true,
    ADD COLUMN outlet text NOT NULL DEFAULT 'smtp' CHECK (outlet IN ('none', 'smtp'));

-- Claims cannot do without it; only planned mails are in it, so it is small.
CREATE INDEX outbox_account_due ON outbox (account_id, purpose, due_at, id) WHERE state = 'planned';
