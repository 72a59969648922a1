-- Workflows of Platforms that tokens were requested for, each as one user sees it, with a login of that user, encrypted.
CREATE TABLE workflow (
    key        text PRIMARY KEY,
    endpoint   text        NOT NULL,
    workspace  bigint,
    id         text        NOT NULL,
    login      text        NOT NULL,
    next_check timestamptz NOT NULL
);

CREATE INDEX workflow_next_check ON workflow (next_check);

CREATE TABLE workflow_token (
    token    text PRIMARY KEY REFERENCES container_request (token) ON DELETE CASCADE,
    workflow text NOT NULL REFERENCES workflow (key) ON DELETE CASCADE
);

CREATE INDEX workflow_token_workflow ON workflow_token (workflow, token);

-- Whether the token is not renewed any more.
ALTER TABLE container_request ADD COLUMN renewal_ended boolean NOT NULL DEFAULT false;
