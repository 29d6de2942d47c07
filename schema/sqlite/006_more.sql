-- More: what came after 005. Each part has its own section; a process of the version before goes on working on this schema.

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
