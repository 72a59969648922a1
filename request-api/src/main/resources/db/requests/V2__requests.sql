-- One row per accepted request: what the proxy needs to serve the token, and what the user requested.
CREATE TABLE container_request (
    token            text PRIMARY KEY,
    version          bigint      NOT NULL,
    tenant           text        NOT NULL,
    image            text        NOT NULL,
    source_image     text        NOT NULL,
    source_digest    text,
    -- Digest of the served or pushed image, if it was known when the request was accepted.
    final_digest     text,
    platform         text,
    config           jsonb,
    build_id         text,
    build_new        boolean     NOT NULL,
    awaits_build     boolean     NOT NULL,
    durable          boolean     NOT NULL,
    created_at       timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL,
    revoked_at       timestamptz,
    -- UTC offset of the client's timestamp, such as +02:00.
    requester_offset text        NOT NULL,
    requested        jsonb       NOT NULL
);

CREATE INDEX container_request_build ON container_request (build_id) WHERE build_id IS NOT NULL;
-- Retention.
CREATE INDEX container_request_expires ON container_request (expires_at);

-- One row per build. A build is live until a final state has been applied.
CREATE TABLE image_build (
    id           text PRIMARY KEY,
    container_id text        NOT NULL,
    generation   bigint      NOT NULL,
    sequence     bigint      NOT NULL,
    target       text        NOT NULL,
    state        text        NOT NULL,
    live         boolean     NOT NULL,
    digest       text,
    failure      text,
    exit_code    integer,
    -- How the image was made, as reported by the worker.
    note         text,
    submitted_at timestamptz NOT NULL,
    started_at   timestamptz,
    finished_at  timestamptz,
    deadline     timestamptz NOT NULL,
    -- When the final state was recorded in this table.
    ended_at     timestamptz,
    -- When the build command was last added to the outbox.
    commanded_at timestamptz NOT NULL,
    -- Tenant whose registry credentials the build uses.
    tenant       text        NOT NULL,
    spec         jsonb       NOT NULL,
    UNIQUE (container_id, generation)
);

-- At most one live build per image.
CREATE UNIQUE INDEX image_build_live ON image_build (target) WHERE live;
CREATE INDEX image_build_target ON image_build (target, generation DESC);
-- Lost commands.
CREATE INDEX image_build_unanswered ON image_build (commanded_at) WHERE live;
-- The dashboard.
CREATE INDEX image_build_ended ON image_build (ended_at) WHERE NOT live;

-- The SHA-256 digests in a document, as hexadecimal digits, including those of objects in the object store.
CREATE FUNCTION named_digests(document jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(SELECT DISTINCT found[1] FROM regexp_matches($1::text, 'sha256:([0-9a-f]{64})', 'g') AS found);

CREATE INDEX container_request_contents ON container_request USING gin (named_digests(config))
    WHERE config IS NOT NULL;
CREATE INDEX image_build_contents ON image_build USING gin (named_digests(spec));

-- The builds that the build of an index waits for. Rows are deleted when the index has been decided.
CREATE TABLE awaited_build (
    waiting text NOT NULL REFERENCES image_build (id) ON DELETE CASCADE,
    awaited text NOT NULL REFERENCES image_build (id) ON DELETE CASCADE,
    PRIMARY KEY (waiting, awaited)
);

CREATE INDEX awaited_build_awaited ON awaited_build (awaited);

-- The builds of the images of an index.
CREATE TABLE index_part (
    whole text NOT NULL REFERENCES image_build (id) ON DELETE CASCADE,
    part  text NOT NULL REFERENCES image_build (id) ON DELETE CASCADE,
    PRIMARY KEY (whole, part)
);

CREATE INDEX index_part_part ON index_part (part);

-- Usage counts. The organisation is empty for unauthenticated users.
CREATE TABLE usage_count (
    kind         text   NOT NULL,
    day          date   NOT NULL,
    organisation text   NOT NULL,
    architecture text   NOT NULL,
    count        bigint NOT NULL,
    PRIMARY KEY (kind, day, organisation, architecture)
);

-- Events that have been counted, kept as long as they may be delivered again.
CREATE TABLE usage_event (
    id      text PRIMARY KEY,
    seen_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX usage_event_seen ON usage_event (seen_at);

-- When a replica checks the object store next.
CREATE TABLE retention_look (
    next_at timestamptz NOT NULL DEFAULT now()
);

INSERT INTO retention_look DEFAULT VALUES;

-- Builds whose command is still in the outbox.
CREATE INDEX outbox_subject ON outbox (subject);
