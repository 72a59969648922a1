-- Documents as jsonb, and what is looked for alone in columns of its own.
DROP INDEX container_request_contents;
DROP INDEX image_build_contents;
DROP FUNCTION named_digests(text);

-- jsonb holds no NUL, which requests of old could contain as an escape: not one that is itself escaped.
CREATE FUNCTION pg_temp.document(text) RETURNS jsonb LANGUAGE sql IMMUTABLE
RETURN regexp_replace($1, '(?<!\\)((?:\\\\)*)\\u0000', '\1\\ufffd', 'g')::jsonb;

ALTER TABLE container_request
    ALTER COLUMN config TYPE jsonb USING pg_temp.document(config),
    ALTER COLUMN requested TYPE jsonb USING pg_temp.document(requested),
    -- The offset of the time that the client named, such as +02:00.
    ADD COLUMN requester_offset text;
UPDATE container_request SET requester_offset = coalesce(requested ->> 'zoneId', 'Z');
ALTER TABLE container_request ALTER COLUMN requester_offset SET NOT NULL;

ALTER TABLE image_build
    ALTER COLUMN spec TYPE jsonb USING pg_temp.document(spec),
    -- Whose registry credentials the build uses.
    ADD COLUMN tenant text;
UPDATE image_build SET tenant = coalesce(spec ->> 'tenant', 'anonymous');
ALTER TABLE image_build ALTER COLUMN tenant SET NOT NULL;

-- The SHA-256 digests, as hexadecimal digits, that a document names: contents of the object store among them.
CREATE FUNCTION named_digests(document jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(SELECT DISTINCT found[1] FROM regexp_matches($1::text, 'sha256:([0-9a-f]{64})', 'g') AS found);

CREATE INDEX container_request_contents ON container_request USING gin (named_digests(config))
    WHERE config IS NOT NULL;
CREATE INDEX image_build_contents ON image_build USING gin (named_digests(spec));
