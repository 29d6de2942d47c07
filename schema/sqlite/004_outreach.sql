-- Which mail that we sent counts as outreach, and who says so. A process of the version before goes on working on this
-- schema: what it writes has no verdict yet, and gets one later.

-- By which rule the Sent of an account was judged last; NULL: by none.
ALTER TABLE accounts ADD COLUMN outreach_rule TEXT;

-- Mails of one account that say the same.
CREATE TABLE outreach_groups (
    id         INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts(id),
    sketch     BLOB NOT NULL,                  -- of the first text: hashes of its pairs of words, never the text
    subject    TEXT NOT NULL,                  -- of the first mail
    outreach   INTEGER NOT NULL DEFAULT 0,     -- whether a reply to its mails may be answered
    verdict    TEXT CHECK (verdict IN ('accepted', 'refused')), -- a person's; NULL: nobody was asked
    first_at   INTEGER NOT NULL,
    last_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX outreach_groups_recent ON outreach_groups (account_id, last_at);

ALTER TABLE messages ADD COLUMN outreach INTEGER; -- of mail that we sent: whether it counts; NULL: not judged yet
ALTER TABLE messages ADD COLUMN outreach_reason TEXT CHECK (outreach_reason IN
    ('mosaic', 'all', 'similar', 'blind', 'marked', 'accepted', 'refused', 'alone', 'too_short', 'unread', 'answers',
     'own_domain', 'unmarked'));
ALTER TABLE messages ADD COLUMN group_id INTEGER REFERENCES outreach_groups(id);
ALTER TABLE messages ADD COLUMN recipients TEXT; -- of mail that we sent: everybody it went to, separated by spaces

-- Ids under which a provider keeps or sends mails of ours instead of the ones that we gave them.
CREATE TABLE mail_aliases (
    alias     TEXT PRIMARY KEY,
    outbox_id INTEGER NOT NULL REFERENCES outbox(id),
    noted_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX mail_aliases_of_mail ON mail_aliases (outbox_id);

CREATE INDEX messages_of_group ON messages (group_id, to_address) WHERE group_id IS NOT NULL;
CREATE INDEX messages_unjudged ON messages (account_id, uid) WHERE direction = 'outbound' AND outreach IS NULL;
