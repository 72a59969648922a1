-- One row per mirror: the copy of an image to another registry. A mirror is live until a final state has been applied.
CREATE TABLE image_mirror (
    id           text PRIMARY KEY,
    generation   bigint      NOT NULL,
    sequence     bigint      NOT NULL,
    -- Name of the copy with the digest of the source.
    target       text        NOT NULL,
    state        text        NOT NULL,
    live         boolean     NOT NULL,
    digest       text,
    failure      text,
    exit_code    integer,
    -- A remark of the worker, for example that the tag of the source has moved.
    note         text,
    submitted_at timestamptz NOT NULL,
    started_at   timestamptz,
    finished_at  timestamptz,
    deadline     timestamptz NOT NULL,
    -- When the final state was recorded in this table.
    ended_at     timestamptz,
    -- When the start command was last added to the outbox.
    commanded_at timestamptz NOT NULL,
    -- Tenant whose registry credentials the mirror uses, and who may cancel it.
    tenant       text        NOT NULL,
    spec         jsonb       NOT NULL,
    UNIQUE (target, generation)
);

-- At most one live mirror per name and digest.
CREATE UNIQUE INDEX image_mirror_live ON image_mirror (target) WHERE live;
-- Lost commands.
CREATE INDEX image_mirror_unanswered ON image_mirror (commanded_at) WHERE live;
-- The dashboard.
CREATE INDEX image_mirror_ended ON image_mirror (ended_at) WHERE NOT live;

-- Generation of the build or mirror that a request waits for; builds of earlier versions have it in their id.
ALTER TABLE container_request ADD COLUMN job_generation bigint;

-- The jobs of all kinds, for the dashboard.
CREATE VIEW shown_job AS
    SELECT 'build' AS kind, id, target AS image, tenant, state, live, submitted_at, started_at, finished_at, ended_at
    FROM image_build
    UNION ALL
    SELECT 'mirror', id, spec ->> 'target', tenant, state, live, submitted_at, started_at, finished_at, ended_at
    FROM image_mirror;
