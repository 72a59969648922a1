-- Messages on their way to Kafka and Redis. A row is deleted when it is done in both.
CREATE TABLE outbox (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id      uuid        NOT NULL,
    topic         text        NOT NULL,
    message_key   text        NOT NULL,
    type          text        NOT NULL,
    subject       text        NOT NULL,
    body          text        NOT NULL,
    projection    text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    claimed_until timestamptz,
    kafka_done    boolean     NOT NULL DEFAULT false,
    redis_done    boolean     NOT NULL
);

-- Rows to send to Kafka, the oldest of each key first, and rows to write to Redis.
CREATE INDEX outbox_unsent ON outbox (topic, message_key, id) WHERE NOT kafka_done;
CREATE INDEX outbox_unprojected ON outbox (id) WHERE NOT redis_done;
