-- Logins of Platform users that have been, or can be, refreshed. The key is a keyed hash of the Platform and of the token that
-- requests are sent with; the tokens are encrypted.
CREATE TABLE platform_login (
    key text PRIMARY KEY,
    tokens text NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    expires_at timestamptz NOT NULL,
    check_at timestamptz NOT NULL,
    claimed_until timestamptz,
    failed_until timestamptz,
    failure text,
    refused boolean NOT NULL DEFAULT false
);

CREATE INDEX platform_login_expires_at ON platform_login (expires_at);
CREATE INDEX platform_login_check_at ON platform_login (check_at) WHERE NOT refused;
