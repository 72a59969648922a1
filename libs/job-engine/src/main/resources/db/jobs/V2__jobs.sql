-- Live and finished jobs of all kinds. All instants are those of the database.
CREATE TABLE job (
    id              text PRIMARY KEY,
    kind            text NOT NULL,
    target          text NOT NULL,
    generation      bigint NOT NULL,
    -- incremented by each public change; generation and sequence order the records of a target
    sequence        bigint NOT NULL,
    state           text NOT NULL CHECK (state IN
        ('WAITING', 'QUEUED', 'RUNNING', 'PUSHING', 'CANCELLING', 'TIMING_OUT', 'SUCCEEDED', 'FAILED')),
    spec            text NOT NULL,
    -- incremented by each claim; every write of an attempt is conditional on the fence of its claim
    fence           bigint NOT NULL DEFAULT 0,
    -- number of launches, and of those that were lost with their worker
    attempt         integer NOT NULL DEFAULT 0,
    lost            integer NOT NULL DEFAULT 0,
    -- whether a launch is running or was lost: from the launch until its end is observed
    launched        boolean NOT NULL DEFAULT false,
    holder          text,
    lease_until     timestamptz,
    run_timeout     interval NOT NULL,
    submitted_at    timestamptz NOT NULL,
    accepted_at     timestamptz NOT NULL DEFAULT now(),
    queue_deadline  timestamptz NOT NULL,
    started_at      timestamptz,
    run_deadline    timestamptz,
    finished_at     timestamptz,
    -- what the job produced: an image, or an object of the object store
    digest          text,
    report          text,
    -- a remark on how it was done
    note            text,
    failure         text,
    exit_code       integer
);

-- A target has at most one live job.
CREATE UNIQUE INDEX job_live ON job (kind, target)
    WHERE state IN ('QUEUED', 'RUNNING', 'PUSHING', 'CANCELLING', 'TIMING_OUT');

CREATE INDEX job_open ON job (kind, accepted_at)
    WHERE state IN ('WAITING', 'QUEUED', 'RUNNING', 'PUSHING', 'CANCELLING', 'TIMING_OUT');

CREATE INDEX job_finished ON job (kind, finished_at) WHERE finished_at IS NOT NULL;
