-- What came after 005. Each part has its own section; a process of the version before goes on working on this schema.

-- Variants of steps. A program of the version before sends the step's own text, which is that of a variant, and counts for none.

CREATE TABLE step_variants (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    step_id     bigint NOT NULL REFERENCES campaign_steps(id),
    name        text NOT NULL,
    weight      integer NOT NULL CHECK (weight >= 0), -- its share of the leads that have drawn none yet
    template_id bigint NOT NULL REFERENCES templates(id),
    retired     boolean NOT NULL DEFAULT false,
    won_at      timestamptz,                   -- from then on whoever has drawn none gets it
    UNIQUE (step_id, name)
);
ALTER TABLE campaign_steps
    ADD COLUMN trial_leads integer CHECK (trial_leads >= 1), -- of each variant, after which the trial is over; NULL: nobody judges
    ADD COLUMN trial_from timestamptz,             -- mails before it do not count: variants were others
    ADD COLUMN trial_looks integer NOT NULL DEFAULT 0; -- how often the trial was judged
ALTER TABLE outbox ADD COLUMN variant_id bigint REFERENCES step_variants(id); -- what the lead has drawn of the step

-- Whole domains that no mail goes to, each with those below it. A program of the version before does not know them.
CREATE TABLE suppressed_domains (
    domain   text PRIMARY KEY,     -- lower case, without @
    added_at timestamptz NOT NULL
);

-- Autonomy: what people said of an account's judgements and drafts, by which it may do more or has to do less. The newest of each
-- account are kept. A program of the version before adds none, and goes on with the state that an account has.
CREATE TABLE account_judgements (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts(id),
    subject    text NOT NULL,                  -- what it is of, such as 'message 12' or 'mail 7'
    verdict    text NOT NULL CHECK (verdict IN
        ('judged_right', 'judged_wrong', 'draft_sent', 'draft_replaced', 'draft_dropped')),
    at         timestamptz NOT NULL,
    UNIQUE (account_id, subject)
);
CREATE INDEX account_judgements_of_account ON account_judgements (account_id, id);

ALTER TABLE accounts ADD COLUMN judged_after bigint; -- the newest of them when its state was set last: they count no more
