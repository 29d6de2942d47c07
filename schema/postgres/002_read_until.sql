-- The server dates its mail by its own clock, which may be hours away from ours. What has been read is therefore remembered by
-- the server's dates: after it renumbered a mailbox, mail that it dated later is read again.
ALTER TABLE mailbox_cursors RENAME COLUMN checked_at TO read_until;
