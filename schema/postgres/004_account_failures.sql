-- Failures belong to whom they concern. A process of the version before goes on working on this schema: it does not know that
-- an account waits, and asks its server as before.

ALTER TABLE accounts
    ADD COLUMN failures integer NOT NULL DEFAULT 0,  -- of sending, since its server last took a mail
    ADD COLUMN blocked_until timestamptz,            -- it waits by itself after them; paused_until is a person's
    ADD COLUMN block_reason text,
    ADD COLUMN bounces_from timestamptz,             -- a person let it send again: what bounced before does not count
    ADD COLUMN marked_at timestamptz,                -- this installation put its mark into Sent
    ADD COLUMN rival text,                           -- another installation whose mark lies there: nothing is sent
    ADD COLUMN rivals_from timestamptz;              -- a person let this one take over: older marks do not count

-- Names this installation in the mailboxes that it watches.
ALTER TABLE instance ADD COLUMN installation text;

-- The server, a bounce or a complaint said that the recipient takes or wants no such mail.
ALTER TABLE outbox ADD COLUMN bounced_at timestamptz;
CREATE INDEX outbox_bounced ON outbox (account_id, bounced_at) WHERE bounced_at IS NOT NULL;
