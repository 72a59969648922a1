-- Those of the sources that not all callers could read. They are asked for although nobody may have credentials for them any more.
ALTER TABLE image_build ADD COLUMN restricted_sources text[] NOT NULL DEFAULT '{}';
ALTER TABLE image_mirror ADD COLUMN restricted_sources text[] NOT NULL DEFAULT '{}';
UPDATE image_build SET restricted_sources = sources WHERE restricted;
UPDATE image_mirror SET restricted_sources = sources WHERE restricted;
