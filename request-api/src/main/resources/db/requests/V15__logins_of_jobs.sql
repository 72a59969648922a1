-- Registry credentials that the user keeps elsewhere, encrypted, until the job ends. Before, scans had them in their specification.
ALTER TABLE image_build ADD COLUMN logins text;
ALTER TABLE image_mirror ADD COLUMN logins text;
ALTER TABLE image_scan ADD COLUMN logins text;

UPDATE image_scan SET logins = CASE WHEN live THEN spec ->> 'logins' END, spec = spec - 'logins'
WHERE spec -> 'logins' IS NOT NULL;

CREATE INDEX container_request_logins ON container_request (expires_at) WHERE logins IS NOT NULL;
