-- Ways out.

-- Accounts that send over Gmail's web interface.
ALTER TABLE accounts
    DROP CONSTRAINT accounts_outlet_check,
    ADD CONSTRAINT accounts_outlet_check CHECK (outlet IN ('none', 'smtp', 'ses', 'gmail_api'));

-- Mails in any 24 hours that the account's provider allows; NULL: nobody said.
ALTER TABLE accounts ADD COLUMN provider_limit integer CHECK (provider_limit >= 0);
