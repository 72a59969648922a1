-- Registry credentials that the user keeps elsewhere, encrypted.
ALTER TABLE container_request ADD COLUMN logins text;

-- Repositories that a user has read with credentials that are not in the configuration.
CREATE TABLE restricted_repository (
    name text PRIMARY KEY
);
