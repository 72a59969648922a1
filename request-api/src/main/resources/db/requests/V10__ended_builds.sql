-- What ended lately, for the home page.
CREATE INDEX image_build_ended ON image_build (ended_at) WHERE NOT live;
