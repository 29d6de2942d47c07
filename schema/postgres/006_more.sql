-- More: what came after 005. Each part has its own section; a process of the version before goes on working on this schema.

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
