-- The trace that a message belongs to: the W3C header. Numbered behind all migrations of the services that have an outbox.
ALTER TABLE outbox ADD COLUMN traceparent text;
