-- Replies are found wherever they lie. A process of the version before goes on working on this schema.

-- How far the mailboxes beside Inbox and Sent have been looked into: archives, folders of rules, Junk.
CREATE TABLE other_mailboxes (
    account_id  bigint NOT NULL REFERENCES accounts(id),
    mailbox     text NOT NULL,
    uidvalidity bigint NOT NULL,
    next_uid    bigint NOT NULL, -- mail below it was looked at
    PRIMARY KEY (account_id, mailbox)
);

-- A message of another mailbox has uidvalidity 0, which no mailbox has, and a number of its own as uid.
ALTER TABLE messages
    ADD COLUMN found_in text, -- the mailbox; NULL: the one of its role
    ADD COLUMN only_for_person boolean NOT NULL DEFAULT false; -- it lay among Junk or Trash
