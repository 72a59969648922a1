-- The digest under which the image of a request is served or pushed, where it was known when the request was accepted.
ALTER TABLE container_request ADD COLUMN final_digest text;
