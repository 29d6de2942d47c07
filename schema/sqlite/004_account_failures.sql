-- Failures belong to whom they concern. A process of the version before goes on working on this schema: it does not know that
-- an account waits, and asks its server as before.

ALTER TABLE accounts ADD COLUMN failures INTEGER NOT NULL DEFAULT 0; -- of sending, since its server last took a mail
ALTER TABLE accounts ADD COLUMN blocked_until INTEGER;               -- it waits by itself after them; paused_until is a person's
ALTER TABLE accounts ADD COLUMN block_reason TEXT;
ALTER TABLE accounts ADD COLUMN bounces_from INTEGER;                -- a person let it send again: what bounced before does not count
ALTER TABLE accounts ADD COLUMN marked_at INTEGER;                   -- this installation put its mark into Sent
ALTER TABLE accounts ADD COLUMN rival TEXT;                          -- another installation whose mark lies there: nothing is sent
ALTER TABLE accounts ADD COLUMN rivals_from INTEGER;                 -- a person let this one take over: older marks do not count

-- Names this installation in the mailboxes that it watches.
ALTER TABLE instance ADD COLUMN installation TEXT;

-- The server, a bounce or a complaint said that the recipient takes or wants no such mail.
ALTER TABLE outbox ADD COLUMN bounced_at INTEGER;
CREATE INDEX outbox_bounced ON outbox (account_id, bounced_at) WHERE bounced_at IS NOT NULL;
