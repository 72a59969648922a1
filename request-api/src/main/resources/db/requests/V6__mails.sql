-- E-mails about ended jobs. A row is inserted in the transaction that records the end.
CREATE TABLE mail (
    -- Also in the Message-ID.
    id              uuid PRIMARY KEY,
    job_id          text        NOT NULL,
    tenant          text        NOT NULL,
    recipient       text        NOT NULL,
    -- WAITING, SENT or FAILED.
    state           text        NOT NULL DEFAULT 'WAITING',
    attempts        integer     NOT NULL DEFAULT 0,
    created_at      timestamptz NOT NULL DEFAULT now(),
    -- While a replica is sending it: when another one takes over.
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    -- Why the last attempt failed.
    failure         text,
    UNIQUE (job_id, recipient)
);

CREATE INDEX mail_waiting ON mail (next_attempt_at) WHERE state = 'WAITING';
-- Retention.
CREATE INDEX mail_created ON mail (created_at);
