CREATE SCHEMA requests;

CREATE TABLE requests.outbox (
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
CREATE INDEX outbox_unsent ON requests.outbox (topic, message_key, id) WHERE NOT kafka_done;
CREATE INDEX outbox_unprojected ON requests.outbox (id) WHERE NOT redis_done;
