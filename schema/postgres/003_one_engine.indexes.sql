-- Built beside the traffic, each in a step of its own, outside a transaction.
CREATE INDEX CONCURRENTLY IF NOT EXISTS messages_answers ON messages (in_reply_to) WHERE in_reply_to IS NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS outbox_left ON outbox (in_doubt_at) WHERE in_doubt_at IS NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS outbox_of_thread ON outbox (thread_id) WHERE in_doubt_at IS NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS contacts_suppressed ON contacts (suppressed_at) WHERE suppressed_at IS NOT NULL;
