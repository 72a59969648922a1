-- One row per scan id. A scan is live until a final state has been applied.
CREATE TABLE image_scan (
    id           text PRIMARY KEY,
    -- The two parts of the id.
    hash         text        NOT NULL,
    number       bigint      NOT NULL,
    -- Name of the image without tag and digest, and its platform.
    image_name   text        NOT NULL,
    platform     text        NOT NULL,
    -- The job that creates the image, or the scan of the same image whose result this one gets; null if a worker scans it.
    waits_for    text,
    generation   bigint      NOT NULL,
    sequence     bigint      NOT NULL,
    -- Digest of the image with what to look for; while the image is being created, the job instead of the digest.
    target       text        NOT NULL,
    state        text        NOT NULL,
    live         boolean     NOT NULL,
    digest       text,
    failure      text,
    exit_code    integer,
    -- Warnings of the worker, for example that the vulnerability database is old.
    note         text,
    -- Name of the object with the findings, and their number by severity.
    report       text,
    counts       jsonb,
    submitted_at timestamptz NOT NULL,
    started_at   timestamptz,
    finished_at  timestamptz,
    deadline     timestamptz NOT NULL,
    -- When the final state was recorded in this table.
    ended_at     timestamptz,
    -- When the start command was last added to the outbox.
    commanded_at timestamptz NOT NULL,
    -- Tenant whose registry credentials the scan uses, and who may cancel it.
    tenant       text        NOT NULL,
    spec         jsonb       NOT NULL,
    UNIQUE (hash, number)
);

-- At most one live scan per target.
CREATE UNIQUE INDEX image_scan_live ON image_scan (target) WHERE live;
CREATE INDEX image_scan_target ON image_scan (target, generation DESC);
-- Lost commands.
CREATE INDEX image_scan_unanswered ON image_scan (commanded_at) WHERE live;
CREATE INDEX image_scan_waiting ON image_scan (submitted_at) WHERE live AND waits_for IS NOT NULL;
-- The scan before.
CREATE INDEX image_scan_image ON image_scan (image_name, platform, ended_at DESC) WHERE NOT live;
-- Retention.
CREATE INDEX image_scan_ended ON image_scan (ended_at) WHERE NOT live;
CREATE INDEX image_scan_report ON image_scan (report) WHERE report IS NOT NULL;

-- The scans of a request, one per platform: [{"id": "sc-…", "value": "linux/amd64"}].
ALTER TABLE container_request ADD COLUMN scans jsonb;

CREATE INDEX container_request_scans ON container_request USING gin (scans jsonb_path_ops) WHERE scans IS NOT NULL;
