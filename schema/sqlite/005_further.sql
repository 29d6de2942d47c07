-- Ways out.

-- Accounts that send over Gmail's web interface. A column's CHECK cannot be changed, so the column is made anew.
ALTER TABLE accounts RENAME COLUMN outlet TO earlier_outlet;
ALTER TABLE accounts ADD COLUMN outlet TEXT NOT NULL DEFAULT 'smtp'
    CHECK (outlet IN ('none', 'smtp', 'ses', 'gmail_api'));
UPDATE accounts SET outlet = earlier_outlet;
ALTER TABLE accounts DROP COLUMN earlier_outlet;

-- Mails in any 24 hours that the account's provider allows; NULL: nobody said.
ALTER TABLE accounts ADD COLUMN provider_limit INTEGER CHECK (provider_limit >= 0);
