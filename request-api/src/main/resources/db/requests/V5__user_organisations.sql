-- Organisations of the users of the OpenID Connect issuer, as in their latest token; one row per user.
CREATE TABLE user_organisation (
    tenant       text PRIMARY KEY,
    organisation text        NOT NULL,
    seen_at      timestamptz NOT NULL DEFAULT now()
);

-- Retention.
CREATE INDEX user_organisation_seen ON user_organisation (seen_at);
