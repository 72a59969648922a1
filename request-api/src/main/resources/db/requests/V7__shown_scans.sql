-- The scans of a build or mirror, for their pages.
CREATE INDEX image_scan_build ON image_scan ((spec #>> '{origin,buildId}')) WHERE spec #>> '{origin,buildId}' IS NOT NULL;
CREATE INDEX image_scan_mirror ON image_scan ((spec #>> '{origin,mirrorId}')) WHERE spec #>> '{origin,mirrorId}' IS NOT NULL;

-- A scan that waits for its image is shown by the build or mirror.
CREATE OR REPLACE VIEW shown_job AS
    SELECT 'build' AS kind, id, target AS image, tenant, state, live, submitted_at, started_at, finished_at, ended_at
    FROM image_build
    UNION ALL
    SELECT 'mirror', id, spec ->> 'target', tenant, state, live, submitted_at, started_at, finished_at, ended_at
    FROM image_mirror
    UNION ALL
    SELECT 'scan', id, image_name, tenant, state, live, submitted_at, started_at, finished_at, ended_at
    FROM image_scan WHERE waits_for IS NULL;
