-- Further: what came after campaigns. Each part has its own section; a process of the version before goes on working on this schema.

-- Replies that lie in another mailbox before the mail that they answer has come to Sent: the ids that such mail names, for a few days.
CREATE TABLE unlinked_elsewhere (
    account_id    bigint NOT NULL REFERENCES accounts(id),
    mailbox       text NOT NULL,
    referenced_id text NOT NULL,
    noted_at      timestamptz NOT NULL,
    PRIMARY KEY (account_id, mailbox, referenced_id)
);
CREATE INDEX unlinked_elsewhere_named ON unlinked_elsewhere (referenced_id);

-- Ways out.

-- Accounts that send over Gmail's web interface.
ALTER TABLE accounts
    DROP CONSTRAINT accounts_outlet_check,
    ADD CONSTRAINT accounts_outlet_check CHECK (outlet IN ('none', 'smtp', 'ses', 'gmail_api'));

-- Mails in any 24 hours that the account's provider allows; NULL: nobody said.
ALTER TABLE accounts ADD COLUMN provider_limit integer CHECK (provider_limit >= 0);
