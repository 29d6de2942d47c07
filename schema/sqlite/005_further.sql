-- Further: what came after campaigns. Each part has its own section; a process of the version before goes on working on this schema.

-- Replies that lie in another mailbox before the mail that they answer has come to Sent: the ids that such mail names, for a few days.
CREATE TABLE unlinked_elsewhere (
    account_id    INTEGER NOT NULL REFERENCES accounts(id),
    mailbox       TEXT NOT NULL,
    referenced_id TEXT NOT NULL,
    noted_at      INTEGER NOT NULL,
    PRIMARY KEY (account_id, mailbox, referenced_id)
) STRICT;
CREATE INDEX unlinked_elsewhere_named ON unlinked_elsewhere (referenced_id);

-- Ways out.

-- Accounts that send over Gmail's web interface. A column's CHECK cannot be changed, so the column is made anew.
ALTER TABLE accounts RENAME COLUMN outlet TO earlier_outlet;
ALTER TABLE accounts ADD COLUMN outlet TEXT NOT NULL DEFAULT 'smtp'
    CHECK (outlet IN ('none', 'smtp', 'ses', 'gmail_api'));
UPDATE accounts SET outlet = earlier_outlet;
ALTER TABLE accounts DROP COLUMN earlier_outlet;

-- Mails in any 24 hours that the account's provider allows; NULL: nobody said.
ALTER TABLE accounts ADD COLUMN provider_limit INTEGER CHECK (provider_limit >= 0);
