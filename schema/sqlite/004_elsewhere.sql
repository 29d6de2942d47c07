-- Replies are found wherever they lie. A process of the version before goes on working on this schema.

-- How far the mailboxes beside Inbox and Sent have been looked into: archives, folders of rules, Junk.
CREATE TABLE other_mailboxes (
    account_id  INTEGER NOT NULL REFERENCES accounts(id),
    mailbox     TEXT NOT NULL,
    uidvalidity INTEGER NOT NULL,
    next_uid    INTEGER NOT NULL, -- mail below it was looked at
    PRIMARY KEY (account_id, mailbox)
) STRICT;

-- A message of another mailbox has uidvalidity 0, which no mailbox has, and a number of its own as uid.
ALTER TABLE messages ADD COLUMN found_in TEXT; -- the mailbox; NULL: the one of its role
ALTER TABLE messages ADD COLUMN only_for_person INTEGER NOT NULL DEFAULT 0; -- it lay among Junk or Trash
