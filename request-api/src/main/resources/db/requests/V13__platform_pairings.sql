-- The key pairs that Platforms encrypt registry credentials with. Private keys are encrypted.
CREATE TABLE platform_pairing (
    key text PRIMARY KEY,
    pairing_id text NOT NULL UNIQUE,
    public_key text NOT NULL,
    private_key text NOT NULL,
    expires_at timestamptz NOT NULL,
    opened_at timestamptz NOT NULL
);
