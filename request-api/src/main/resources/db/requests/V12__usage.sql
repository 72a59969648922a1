-- How much was used. The organisation is empty for users without an identity.
CREATE TABLE usage_count (
    kind         text   NOT NULL,
    day          date   NOT NULL,
    organisation text   NOT NULL,
    architecture text   NOT NULL,
    count        bigint NOT NULL,
    PRIMARY KEY (kind, day, organisation, architecture)
);

-- Events that have been counted, for as long as they may come again.
CREATE TABLE usage_event (
    id      text PRIMARY KEY,
    seen_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX usage_event_seen ON usage_event (seen_at);
