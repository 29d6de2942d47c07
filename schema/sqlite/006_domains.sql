-- Whole domains that no mail goes to, each with those below it. A program of the version before does not know them.
CREATE TABLE suppressed_domains (
    domain   TEXT PRIMARY KEY,     -- lower case, without @
    added_at INTEGER NOT NULL
) STRICT;
