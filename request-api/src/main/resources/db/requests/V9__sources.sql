-- The images that an image was made from, with those that images made here were made from in their place.
ALTER TABLE image_build ADD COLUMN sources text[] NOT NULL DEFAULT '{}';
ALTER TABLE image_mirror ADD COLUMN sources text[] NOT NULL DEFAULT '{}';

-- Whether not all callers can read these, and the image is in a repository that callers share. The image may be there for
-- good, so the row is kept.
ALTER TABLE image_build ADD COLUMN restricted boolean NOT NULL DEFAULT false;
ALTER TABLE image_mirror ADD COLUMN restricted boolean NOT NULL DEFAULT false;

-- The jobs that created an image.
CREATE INDEX image_build_digest ON image_build (digest) WHERE digest IS NOT NULL;
CREATE INDEX image_mirror_digest ON image_mirror ((spec ->> 'digest'));
CREATE INDEX image_build_restricted ON image_build (target) WHERE restricted;
CREATE INDEX image_mirror_restricted ON image_mirror (target) WHERE restricted;
