-- How sure a contact is, and what a number may be whose country nothing decides: 'PH +639177654321, NG +2349177654321'. What an
-- older program writes is certain, as it took for granted.
ALTER TABLE contact_details ADD COLUMN confidence double precision NOT NULL DEFAULT 1;
ALTER TABLE contact_details ADD COLUMN why text NOT NULL DEFAULT '';
ALTER TABLE contact_details ADD COLUMN candidates text NOT NULL DEFAULT '';
