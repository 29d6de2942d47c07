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
