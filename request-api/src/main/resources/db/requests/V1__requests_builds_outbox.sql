-- One row for each accepted request. What the proxy needs to serve the token, and what the user asked for.
CREATE TABLE container_request (
    token             text PRIMARY KEY,
    version           bigint      NOT NULL,
    tenant            text        NOT NULL,
    image             text        NOT NULL,
    source_image      text        NOT NULL,
    source_digest     text,
    platform          text,
    config            text,
    build_id          text,
    build_new         boolean     NOT NULL,
    awaits_build      boolean     NOT NULL,
    durable           boolean     NOT NULL,
    created_at        timestamptz NOT NULL,
    expires_at        timestamptz NOT NULL,
    revoked_at        timestamptz,
    requested         text        NOT NULL
);

CREATE INDEX container_request_build ON container_request (build_id) WHERE build_id IS NOT NULL;

-- One row for each attempt to build an image. Live from its insert until a final state has been applied.
CREATE TABLE image_build (
    id             text PRIMARY KEY,
    container_id   text        NOT NULL,
    generation     bigint      NOT NULL,
    sequence       bigint      NOT NULL,
    target         text        NOT NULL,
    state          text        NOT NULL,
    live           boolean     NOT NULL,
    digest         text,
    failure        text,
    exit_code      integer,
    submitted_at   timestamptz NOT NULL,
    started_at     timestamptz,
    finished_at    timestamptz,
    deadline       timestamptz NOT NULL,
    -- When the final state came to this table.
    ended_at       timestamptz,
    -- When its command was last put into the outbox.
    commanded_at   timestamptz NOT NULL,
    spec           text        NOT NULL,
    UNIQUE (container_id, generation)
);

-- At most one live build for each image.
CREATE UNIQUE INDEX image_build_live ON image_build (target) WHERE live;
CREATE INDEX image_build_target ON image_build (target, generation DESC);
-- The sweep for commands that were lost.
CREATE INDEX image_build_unanswered ON image_build (commanded_at) WHERE live;

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

CREATE INDEX outbox_subject ON outbox (subject);
-- What waits for Kafka, the oldest of each key first, and what waits for Redis.
CREATE INDEX outbox_unsent ON outbox (topic, message_key, id) WHERE NOT kafka_done;
CREATE INDEX outbox_unprojected ON outbox (id) WHERE NOT redis_done;
