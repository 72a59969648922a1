-- The lists of the records of a user.
CREATE INDEX container_request_tenant ON container_request (tenant, created_at DESC, token DESC);
CREATE INDEX image_build_tenant ON image_build (tenant, submitted_at DESC, id DESC);
CREATE INDEX image_mirror_tenant ON image_mirror (tenant, submitted_at DESC, id DESC);
CREATE INDEX image_scan_tenant ON image_scan (tenant, submitted_at DESC, id DESC);
