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

-- The desk: the leads of a campaign are shown by state and key, however many there are.
CREATE INDEX campaign_leads_by_key ON campaign_leads (campaign_id, state, id);
