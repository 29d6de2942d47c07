-- Which mail that we sent counts as outreach, and who says so. A process of the version before goes on working on this
-- schema: what it writes has no verdict yet, and gets one later.

-- By which rule the Sent of an account was judged last; NULL: by none.
ALTER TABLE accounts ADD COLUMN outreach_rule text;

-- Mails of one account that say the same.
CREATE TABLE outreach_groups (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES accounts(id),
    sketch     bytea NOT NULL,                 -- of the first text: hashes of its pairs of words, never the text
    subject    text NOT NULL,                  -- of the first mail
    outreach   boolean NOT NULL DEFAULT false, -- whether a reply to its mails may be answered
    verdict    text CHECK (verdict IN ('accepted', 'refused')), -- a person's; NULL: nobody was asked
    first_at   timestamptz NOT NULL,
    last_at    timestamptz NOT NULL
);
CREATE INDEX outreach_groups_recent ON outreach_groups (account_id, last_at);

ALTER TABLE messages
    ADD COLUMN outreach boolean,               -- of mail that we sent: whether it counts; NULL: not judged yet
    ADD COLUMN outreach_reason text CHECK (outreach_reason IN
        ('mosaic', 'all', 'similar', 'blind', 'marked', 'accepted', 'refused', 'alone', 'too_short', 'unread', 'answers',
         'own_domain', 'unmarked')),
    ADD COLUMN group_id bigint REFERENCES outreach_groups(id),
    ADD COLUMN recipients text;                -- of mail that we sent: everybody it went to, separated by spaces

-- Ids under which a provider keeps or sends mails of ours instead of the ones that we gave them.
CREATE TABLE mail_aliases (
    alias     text PRIMARY KEY,
    outbox_id bigint NOT NULL REFERENCES outbox(id),
    noted_at  timestamptz NOT NULL
);
CREATE INDEX mail_aliases_of_mail ON mail_aliases (outbox_id);
