-- What came after 005. Each part has its own section; a process of the version before goes on working on this schema.

-- Variants of steps. A program of the version before sends the step's own text, which is that of a variant, and counts for none.

CREATE TABLE step_variants (
    id          INTEGER PRIMARY KEY,
    step_id     INTEGER NOT NULL REFERENCES campaign_steps(id),
    name        TEXT NOT NULL,
    weight      INTEGER NOT NULL CHECK (weight >= 0), -- its share of the leads that have drawn none yet
    template_id INTEGER NOT NULL REFERENCES templates(id),
    retired     INTEGER NOT NULL DEFAULT 0,
    won_at      INTEGER,                       -- from then on whoever has drawn none gets it
    UNIQUE (step_id, name)
) STRICT;
ALTER TABLE campaign_steps ADD COLUMN trial_leads INTEGER CHECK (trial_leads >= 1); -- of each variant, after which the trial is over; NULL: nobody judges
ALTER TABLE campaign_steps ADD COLUMN trial_from INTEGER;      -- mails before it do not count: variants were others
ALTER TABLE campaign_steps ADD COLUMN trial_looks INTEGER NOT NULL DEFAULT 0; -- how often the trial was judged
ALTER TABLE outbox ADD COLUMN variant_id INTEGER REFERENCES step_variants(id); -- what the lead has drawn of the step
CREATE INDEX outbox_of_variant ON outbox (variant_id, in_doubt_at) WHERE variant_id IS NOT NULL;

-- Leads by page. campaign_leads_state knows no order within a state, and can go once no program of the version before runs.
CREATE INDEX campaign_leads_page ON campaign_leads (campaign_id, state, id);

-- What was handed over of one conversation.
CREATE INDEX handoffs_of_thread ON handoffs (thread_id);

-- Whole domains that no mail goes to, each with those below it. A program of the version before does not know them.
CREATE TABLE suppressed_domains (
    domain   TEXT PRIMARY KEY,     -- lower case, without @
    added_at INTEGER NOT NULL
) STRICT;

-- Autonomy: what people said of an account's judgements and drafts, by which it may do more or has to do less. The newest of each
-- account are kept. A program of the version before adds none, and goes on with the state that an account has.
CREATE TABLE account_judgements (
    id         INTEGER PRIMARY KEY AUTOINCREMENT, -- grows: what is said once more comes last
    account_id INTEGER NOT NULL REFERENCES accounts(id),
    subject    TEXT NOT NULL,                  -- what it is of, such as 'message 12' or 'mail 7'
    verdict    TEXT NOT NULL CHECK (verdict IN
        ('judged_right', 'judged_wrong', 'draft_sent', 'draft_replaced', 'draft_dropped')),
    at         INTEGER NOT NULL,
    UNIQUE (account_id, subject)
) STRICT;
CREATE INDEX account_judgements_of_account ON account_judgements (account_id, id);

ALTER TABLE accounts ADD COLUMN judged_after INTEGER; -- the newest of them when its state was set last: they count no more
