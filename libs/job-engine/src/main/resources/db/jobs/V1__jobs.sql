-- Live and finished jobs of every kind: the truth for "live". Instants are the database's own.
CREATE TABLE job (
    id              text PRIMARY KEY,
    kind            text NOT NULL,
    target          text NOT NULL,
    generation      bigint NOT NULL,
    -- +1 at each change that readers see; with the generation it orders what is said about a target
    sequence        bigint NOT NULL,
    state           text NOT NULL CHECK (state IN
        ('WAITING', 'QUEUED', 'RUNNING', 'PUSHING', 'CANCELLING', 'TIMING_OUT', 'SUCCEEDED', 'FAILED')),
    spec            text NOT NULL,
    -- +1 at each claim; what an attempt writes names the fence it was claimed with
    fence           bigint NOT NULL DEFAULT 0,
    attempt         integer NOT NULL DEFAULT 0,
    holder          text,
    lease_until     timestamptz,
    run_timeout     interval NOT NULL,
    submitted_at    timestamptz NOT NULL,
    accepted_at     timestamptz NOT NULL DEFAULT now(),
    queue_deadline  timestamptz NOT NULL,
    started_at      timestamptz,
    run_deadline    timestamptz,
    finished_at     timestamptz,
    digest          text,
    failure         text,
    exit_code       integer
);

CREATE UNIQUE INDEX job_live ON job (kind, target)
    WHERE state IN ('QUEUED', 'RUNNING', 'PUSHING', 'CANCELLING', 'TIMING_OUT');

CREATE INDEX job_open ON job (kind, accepted_at)
    WHERE state IN ('WAITING', 'QUEUED', 'RUNNING', 'PUSHING', 'CANCELLING', 'TIMING_OUT');

CREATE INDEX job_finished ON job (kind, finished_at) WHERE finished_at IS NOT NULL;

CREATE TABLE outbox (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id      uuid NOT NULL,
    topic         text NOT NULL,
    message_key   text NOT NULL,
    type          text NOT NULL,
    subject       text NOT NULL,
    body          text NOT NULL,
    projection    text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    claimed_until timestamptz,
    kafka_done    boolean NOT NULL DEFAULT false,
    redis_done    boolean NOT NULL
);

-- What waits for Kafka, the oldest of each key first, and what waits for Redis.
CREATE INDEX outbox_unsent ON outbox (topic, message_key, id) WHERE NOT kafka_done;
CREATE INDEX outbox_unprojected ON outbox (id) WHERE NOT redis_done;
