-- What is looked for to be deleted.
CREATE INDEX container_request_expires ON container_request (expires_at);

-- The SHA-256 digests, as hexadecimal digits, that a text names: contents of the object store among them.
CREATE FUNCTION named_digests(text text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(SELECT DISTINCT found[1] FROM regexp_matches($1, 'sha256:([0-9a-f]{64})', 'g') AS found);

CREATE INDEX container_request_contents ON container_request USING gin (named_digests(config))
    WHERE config IS NOT NULL;
CREATE INDEX image_build_contents ON image_build USING gin (named_digests(spec));

-- When a replica next looks through the object store.
CREATE TABLE retention_look (
    next_at timestamptz NOT NULL DEFAULT now()
);

INSERT INTO retention_look DEFAULT VALUES;
